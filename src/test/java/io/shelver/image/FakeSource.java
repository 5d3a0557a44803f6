// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import io.shelver.catalog.Image;
import io.shelver.classify.Pictures.UnreadableException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers what a test tells it to, and remembers what it was asked. */
final class FakeSource implements PictureSource {

    /** What it answers. */
    interface Answer {
        Image.Encoded to(String link, Deadline deadline) throws UnreadableException, NotNowException;
    }

    private final Answer answer;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    FakeSource(Answer answer) {
        this.answer = answer;
    }

    @Override
    public Image.Encoded fetch(String link, Deadline deadline) throws UnreadableException, NotNowException {
        asked.add(link);
        return answer.to(link, deadline);
    }

    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
    }
}

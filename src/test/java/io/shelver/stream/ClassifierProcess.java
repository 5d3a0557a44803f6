// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.catalog.Taxonomy;
import io.shelver.classify.Classifier;
import java.time.InstantSource;
import org.apache.kafka.streams.Topology;

/** The stream as a process of its own, to be killed. */
final class ClassifierProcess {
    private ClassifierProcess() {
    }

    /** What the process classifies with; named by its class, which has a constructor without parameters. */
    interface Models {
        Classifier classifier();

        Taxonomy taxonomy();
    }

    public static void main(String[] args) throws Exception {
        StreamSettings settings = Streams.settings(args[0]);
        Models models = (Models) Class.forName(args[1]).getDeclaredConstructor().newInstance();
        boolean changeLog = Boolean.parseBoolean(args[2]);
        ShelverTopology flow = new ShelverTopology(settings, SingleObjectFormat.ofThisRelease(), models.classifier(),
                models.taxonomy(), InstantSource.system(), StreamListener.NONE);
        Topology topology = changeLog ? flow.build() : flow.buildWithoutChangeLog();
        ShelverStreams streams = new ShelverStreams(topology, settings);
        streams.start();
        streams.awaitStopped();
        streams.failure().ifPresent(Throwable::printStackTrace);
        System.exit(1);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

/** Makes the messages of onnx.proto3 for hostile graphs. */
public final class OnnxMessages {
    private static final int UINT8 = 2;

    private OnnxMessages() {
    }

    /** A model of one graph. */
    public static ProtobufMessage model(ProtobufMessage graph) {
        ProtobufMessage standard = new ProtobufMessage().text(1, "").number(2, 17);
        return new ProtobufMessage().number(1, 8).message(8, standard).message(7, graph);
    }

    /** A graph without nodes, whose output is its tensor {@code scores}. */
    public static ProtobufMessage graph() {
        ProtobufMessage size = new ProtobufMessage().message(1, new ProtobufMessage().number(1, 4));
        ProtobufMessage tensor = new ProtobufMessage().number(1, UINT8).message(2, size);
        ProtobufMessage scores = new ProtobufMessage().text(1, "scores").message(2,
                new ProtobufMessage().message(1, tensor));
        return new ProtobufMessage().text(2, "g").message(12, scores);
    }

    public static ProtobufMessage node(String operator, String domain, String input, String output) {
        return new ProtobufMessage().text(1, input).text(2, output).text(3, "n").text(4, operator).text(7, domain);
    }

    /** A tensor of four bytes. */
    public static ProtobufMessage tensor(String name) {
        return new ProtobufMessage().number(1, 4).number(2, UINT8).text(8, name);
    }

    /** A tensor of four bytes, which are at the start of a file. */
    public static ProtobufMessage externalTensor(String name, String location) {
        ProtobufMessage entry = new ProtobufMessage().text(1, "location").text(2, location);
        return tensor(name).message(13, entry).number(14, 1);
    }

    public static ProtobufMessage sparse(ProtobufMessage values) {
        return new ProtobufMessage().message(1, values).message(2, tensor("indices")).number(3, 4);
    }

    public static ProtobufMessage attribute(String name, int field, ProtobufMessage value) {
        return new ProtobufMessage().text(1, name).message(field, value);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** How a command was called: its environment, where it prints, and how it reports a wrong option. A mixin without options. */
@Command
final class Invocation {
    @ParentCommand
    private ShelverCommand shelver;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    Map<String, String> environment() {
        return shelver.environment();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    void print(String line) {
        out().println(line);
    }

    /** A wrong option or a wrong value of one. To be thrown. */
    ParameterException mistake(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    /** The value of {@code --limit}; without one there is no limit. */
    long limit(Optional<Long> limit) {
        long most = limit.orElse(Long.MAX_VALUE);
        if (most < 1) {
            throw mistake("--limit is %d, legal is 1 or more".formatted(most));
        }
        return most;
    }

    /** Lets the process end without the JVM's shutdown hooks, because a model may still be busy. */
    void leaveWithoutHooks() {
        shelver.leaveWithoutHooks();
    }
}

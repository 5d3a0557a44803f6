// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.bundle.BundleException;
import io.shelver.inference.ModelException;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code shelver}: the commands. */
@Command(name = "shelver", description = "Puts every new listing on the right shelf.", mixinStandardHelpOptions = true, subcommands = {
        DemoCommand.class, RunCommand.class, ClassifyCommand.class, EvaluateCommand.class, TopicsCommand.class,
        BundleCommand.class,
        CommandLine.HelpCommand.class})
public final class ShelverCommand {
    private final Map<String, String> environment;

    private ShelverCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Runs a command and ends the process with its status. */
    public static void main(String... args) {
        System.exit(run(args));
    }

    /** Without arguments: the demo.
     *
     * @return the exit status: 0 when all went well, 1 when something failed, 2 when the call or the settings are wrong */
    static int run(String... args) {
        CommandLine line = new CommandLine(new ShelverCommand(System.getenv()));
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
        return line.execute(args.length == 0 ? new String[]{"demo"} : args);
    }

    private static int report(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof SettingsException) {
            command.getErr().println(failure.getMessage());
            return 2;
        }
        if (failure instanceof BundleException || failure instanceof ModelException
                || failure instanceof java.io.IOException) {
            command.getErr().println("shelver: " + failure.getMessage());
            return 1;
        }
        throw failure;
    }

    Map<String, String> environment() {
        return environment;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.bundle.BundleException;
import io.shelver.classify.ClassifierUnavailableException;
import io.shelver.classify.NoScoresException;
import io.shelver.http.HttpStartException;
import io.shelver.inference.ModelException;
import io.shelver.serving.FileDescriptors;
import io.shelver.settings.LogFormat;
import io.shelver.settings.SettingsException;
import io.shelver.stream.kafka.StreamException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code shelver}: the commands. */
@Command(name = "shelver", description = "Puts every new listing on the right shelf.", mixinStandardHelpOptions = true, subcommands = {
        DemoCommand.class, RunCommand.class, ClassifyCommand.class, EvaluateCommand.class, TopicsCommand.class,
        ReplayCommand.class, UploadCommand.class, WatchCommand.class,
        BundleCommand.class, BenchCommand.class,
        CommandLine.HelpCommand.class})
public final class ShelverCommand {
    private final Map<String, String> environment;
    private volatile boolean withoutHooks;

    private ShelverCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Runs a command and ends the process with its status. */
    public static void main(String... args) {
        // First, because everything later loads classes from files.
        FileDescriptors.shortage().ifPresent(shortage -> {
            System.err.println("shelver: " + shortage);
            System.exit(1);
        });
        LogFormat.choose(System.getenv());
        CommandLine line = line(System.getenv());
        int status = run(line, args);
        ShelverCommand shelver = line.getCommand();
        if (shelver.withoutHooks) {
            Runtime.getRuntime().halt(status);
        }
        System.exit(status);
    }

    /**
     * Runs a command; without arguments, the demo.
     *
     * @return the exit status: 0 when all went well, 1 when something failed, 2 when the call or the settings are wrong
     */
    static int run(String... args) {
        return run(line(System.getenv()), args);
    }

    private static int run(CommandLine line, String... args) {
        return line.execute(args.length == 0 ? new String[]{"demo"} : args);
    }

    static CommandLine line(Map<String, String> environment) {
        CommandLine line = new CommandLine(new ShelverCommand(environment));
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
        return line;
    }

    /** A failure whose message says what to do is printed in one line. Any other is our fault and gets its stack trace. */
    private static int report(Exception failure, CommandLine command) throws Exception {
        return switch (failure) {
            case SettingsException mistakes -> report(command, mistakes, 2);
            case BundleException untrusted -> report(command, untrusted, 1);
            case ModelException unusable -> report(command, unusable, 1);
            case HttpStartException unreachable -> report(command, unreachable, 1);
            case StreamException broken -> report(command, broken, 1);
            case ClassifierUnavailableException stuck -> report(command, stuck, 1);
            case NoScoresException broken -> report(command, broken, 1);
            case IOException unreadable -> report(command, unreadable, 1);
            case CompletionException wrapped -> {
                if (wrapped.getCause() instanceof Exception cause) {
                    yield report(cause, command);
                }
                throw wrapped;
            }
            default -> throw failure;
        };
    }

    private static int report(CommandLine command, Exception failure, int status) {
        String what = failure instanceof NoSuchFileException
                ? "there is no file %s: check the path".formatted(failure.getMessage())
                : failure.getMessage();
        command.getErr().println("shelver: " + what);
        return status;
    }

    /** Lets the process end without the JVM's shutdown hooks, because native code may still be busy. */
    void leaveWithoutHooks() {
        withoutHooks = true;
    }

    Map<String, String> environment() {
        return environment;
    }
}

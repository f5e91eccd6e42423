package io.millrace.hub.cli;

import java.util.List;
import picocli.CommandLine;

/**
 * The commands below the root. Only the one that is called is built: reading the annotations of all of them, and loading
 * the client libraries that they use, takes longer than a broker needs to start.
 */
final class Subcommands {

    /** In the order of the help. */
    private static final List<String> NAMES = List.of(
            "start", "rehearse", "demo", "topic", "produce", "consume", "connector", "plugin", "schema", "version");

    private Subcommands() {}

    /** Adds the command that the first argument names; all of them for whoever asks for help or misspells one. */
    static void add(CommandLine root, String... arguments) {
        boolean named = arguments.length > 0 && NAMES.contains(arguments[0]);
        for (String name : named ? List.of(arguments[0]) : NAMES) {
            root.addSubcommand(name, command(name));
        }
    }

    private static Object command(String name) {
        return switch (name) {
            case "start" -> new StartCommand();
            case "rehearse" -> new RehearseCommand();
            case "demo" -> new DemoCommand();
            case "topic" -> new TopicCommand();
            case "produce" -> new ProduceCommand();
            case "consume" -> new ConsumeCommand();
            case "connector" -> new ConnectorCommand();
            case "plugin" -> new PluginCommand();
            case "schema" -> new SchemaCommand();
            case "version" -> new VersionCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }
}

package io.millrace.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A start does not pay for the commands that it is not. */
class SubcommandsTest {

    private static final Set<String> ALL = Set.of(
            "start", "rehearse", "demo", "topic", "produce", "consume", "connector", "plugin", "schema", "version");

    @Test
    void buildsTheCommandThatIsCalledAlone() {
        assertThat(namesFor("start", "--roles", "broker")).containsExactly("start");
        assertThat(namesFor("topic", "create", "orders")).containsExactly("topic");
    }

    @Test
    void buildsAllForHelpAndForMisspelledNames() {
        assertThat(namesFor()).isEqualTo(ALL);
        assertThat(namesFor("--help")).isEqualTo(ALL);
        assertThat(namesFor("strat")).isEqualTo(ALL);
        assertThat(namesFor("--version", "start")).isEqualTo(ALL);
    }

    @Test
    void everyCommandBearsTheNameUnderWhichItIsFound() {
        CommandLine root = new CommandLine(new MillraceCommand());
        Subcommands.add(root);
        root.getSubcommands()
                .forEach((name, command) ->
                        assertThat(command.getCommandSpec().name()).isEqualTo(name));
    }

    private static Set<String> namesFor(String... arguments) {
        CommandLine root = new CommandLine(new MillraceCommand());
        Subcommands.add(root, arguments);
        return root.getSubcommands().keySet();
    }
}

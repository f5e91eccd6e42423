package io.millrace.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is plain is read as the command line's model reads it, and everything else is left to the model. */
class PlainStartTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--roles broker",
                "--roles broker,registry --data elsewhere",
                "--data topic --roles broker",
                "--set broker.listeners=PLAINTEXT://127.0.0.1:0",
                "--set broker.node.id=1 --set broker.node.id=2 --set registry.listeners=http://127.0.0.1:0",
                "--roles broker --set sasl.jaas.config=a=b;c:d"
            })
    void readsPlainArgumentsAsTheModelDoes(String line) {
        List<String> arguments = words(line);
        assertThat(PlainStart.command(arguments).orElseThrow().readConfig())
                .isEqualTo(modelled(arguments).readConfig());
    }

    @Test
    void readsTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("hub.properties"), "roles=broker\nbroker.node.id=7\n");
        List<String> arguments = List.of("--config", file.toString(), "--set", "broker.broker.rack=a");
        assertThat(PlainStart.command(arguments).orElseThrow().readConfig())
                .isEqualTo(modelled(arguments).readConfig());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start --help",
                "start --roles",
                "start --roles --data x",
                "start --roles=broker",
                "start --roles broker --roles broker",
                "start --rolse broker",
                "start --set keyWithoutValue",
                "start --set key=",
                "start --set =value",
                "start --set a=\"b\"",
                "start --data @arguments",
                "start --data 'x'",
                "start --data -x",
                "start -h x",
                "start --json --json",
                "start broker",
                "topic list -b",
                "strat",
            })
    void leavesEverythingElseToTheModel(String line) {
        assertThat(PlainStart.of(line.split(" "))).isEmpty();
    }

    @Test
    void leavesEmptyArgumentsToTheModel() {
        assertThat(PlainStart.of()).isEmpty();
        assertThat(PlainStart.of("start", "--data", "")).isEmpty();
        assertThat(PlainStart.of("start", "", "x")).isEmpty();
    }

    @Test
    void takesTheCommandThatIsCalledMost() {
        assertThat(PlainStart.of("start")).isPresent();
        assertThat(PlainStart.of("start", "--roles", "broker", "--data", "x")).isPresent();
    }

    @Test
    void refusesWhatTheModelRefuses() {
        List<String> arguments = words("--set data.dri=/nowhere");
        StartCommand plain = PlainStart.command(arguments).orElseThrow();
        assertThatThrownBy(plain::readConfig).hasMessageContaining("did you mean data.dir?");
        assertThat(PlainStart.of("start", "--set", "data.dri=/nowhere")
                        .orElseThrow()
                        .run())
                .isEqualTo(Failures.FAILED);
    }

    private static StartCommand modelled(List<String> arguments) {
        StartCommand command = new StartCommand();
        new CommandLine(command).parseArgs(arguments.toArray(new String[0]));
        return command;
    }

    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : List.of(line.split(" "));
    }
}

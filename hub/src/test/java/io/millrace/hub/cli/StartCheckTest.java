package io.millrace.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is prepared for a start that will not begin. */
class StartCheckTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start",
                "start --roles=broker --data elsewhere",
                "start --json --roles broker,registry --set broker.node.id=2",
            })
    void passesWhatStartsServers(String line) {
        assertThat(check(line)).isZero();
        assertThat(told.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "start --roels registry, --roels",
        "start --roles registri, registri",
        "start --roles registry, bootstrap.servers",
        "start --set data.dri=/nowhere, did you mean data.dir?",
        "start --set, --set",
        "start --config /nowhere/at.all, /nowhere/at.all",
        "strat, strat",
    })
    void refusesWhatTheStartWouldRefuse(String line, String named) {
        assertThat(check(line)).isNotZero();
        assertThat(told.toString(StandardCharsets.UTF_8)).contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"start --help", "start -h --roles broker", "--version", "start --version", "version", ""})
    void refusesWhatStartsNothing(String line) {
        assertThat(check(line)).isNotZero();
    }

    @Test
    void readsTheFile() throws Exception {
        Path file = folder.resolve("hub.properties");
        Files.writeString(file, "roles=broker\n");
        assertThat(check("start --config " + file)).isZero();
        Files.writeString(file, "roles=brokr\n");
        assertThat(check("start --config " + file)).isNotZero();
    }

    /** Whoever opened it would wait for a writer, and take from the start what that one writes. */
    @Test
    @Timeout(60)
    void leavesAPipeToTheStart() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(check("start --config " + pipe)).isZero();
    }

    @Test
    void isAskedByItsNameAlone() {
        assertThat(StartCheck.isAsked("check", "start")).isTrue();
        assertThat(StartCheck.isAsked("start", "check")).isFalse();
        assertThat(StartCheck.isAsked()).isFalse();
    }

    private int check(String line) {
        String[] arguments = Stream.concat(
                        Stream.of("check"), Stream.of(line.split(" ")).filter(word -> !word.isEmpty()))
                .toArray(String[]::new);
        return StartCheck.run(new PrintStream(told, true, StandardCharsets.UTF_8), arguments);
    }
}

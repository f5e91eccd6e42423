package io.millrace.broker.coordinator.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRegexTest {

    @ParameterizedTest
    @ValueSource(strings = {"((a{1000}){1000}){1000}", "a{1000}{1000}", "(a{2,900}){3,900}", "(((a{40}){40}){40}){40}"})
    void refusesRepetitionsThatWouldFillTheMemory(String regex) {
        assertThat(ClientRegex.complaint(regex)).get().asString().contains(regex, "repeats too often");
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(ClientRegex.complaint("a".repeat(ClientRegex.MAX_LENGTH))).isEmpty();
        assertThat(ClientRegex.complaint("a".repeat(ClientRegex.MAX_LENGTH + 1)))
                .hasValue("1025 characters are more than the 1024 allowed");
    }

    @Test
    void namesWhatIsWrongWithAnExpression() {
        assertThat(ClientRegex.complaint("orders-[")).get().asString().contains("`orders-[`", "missing closing ]");
    }

    @Test
    void matchesWholeTexts() {
        // Given
        String regex = "tx-[0-9]{1,3}";

        // Then
        assertThat(ClientRegex.complaint(regex)).isEmpty();
        assertThat(ClientRegex.compile(regex)).accepts("tx-1", "tx-123").rejects("tx-1234", "a-tx-1");
    }
}

package io.millrace.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectPrefixTest {
    @ParameterizedTest
    @CsvSource({
        "., '', orders, true",
        "., '', :.c:orders, false",
        "., ord, orders, true",
        "., ord, x-orders, false",
        "., :.:ord, orders, true",
        "., :.c:, :.c:orders, true",
        "., :.c:, :.cd:orders, false",
        "., :.c:ord, :.c:x, false",
        "., :*:, :.c:orders, true",
        "., :*:ord, :.c:orders, true",
        "., :*:ord, orders, true",
        "., :*:ord, :.c:x, false",
        ".c, '', :.c:orders, true",
        ".c, '', orders, false",
        ".c, :*:, :.c:orders, true",
        ".c, :*:, :.d:orders, false",
        ".c, :.d:, :.d:orders, true"
    })
    void meansTheSubjectsOfItsContext(String context, String written, String subject, boolean meant) {
        SubjectPrefix prefix = SubjectPrefix.parseIn(context, written);

        assertThat(prefix.matches(subject)).isEqualTo(meant);
        if (meant) {
            assertThat(subject).startsWith(prefix.commonPrefix());
        }
    }
}

package io.millrace.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines cut out of pieces. */
class LineCutterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineCutter cutter = new LineCutter(
            8, (bytes, from, length) -> lines.add(new String(bytes, from, length, StandardCharsets.UTF_8)));

    @Test
    void cutsTheSameLinesHoweverThePiecesAreCut() {
        byte[] all = "one\n\n \t\r\ntwo\r\nthree\n\nfour".getBytes(StandardCharsets.UTF_8);

        for (int size = 1; size <= all.length; size++) {
            lines.clear();
            for (int from = 0; from < all.length; from += size) {
                cutter.feed(java.util.Arrays.copyOfRange(all, from, Math.min(all.length, from + size)));
            }
            cutter.end();

            assertThat(lines).containsExactly("one", "two\r", "three", "four");
            assertThat(cutter.heldBytes()).isZero();
        }
    }

    @Test
    void endsWithALineThatIsTooLargeInOnePieceOrInSeveral() {
        LineCutter other = new LineCutter(8, (bytes, from, length) -> lines.add("other"));

        cutter.feed("12345678\n123456789\nx\n".getBytes(StandardCharsets.UTF_8));
        other.feed("12345".getBytes(StandardCharsets.UTF_8));
        other.feed("6789".getBytes(StandardCharsets.UTF_8));
        other.feed("\nx\n".getBytes(StandardCharsets.UTF_8));
        cutter.end();
        other.end();

        assertThat(lines).containsExactly("12345678");
        assertThat(cutter.problem().status()).isEqualTo(413);
        assertThat(other.problem().status()).isEqualTo(413);
        assertThat(other.heldBytes()).isZero();
    }
}

package io.millrace.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.http.access.Letters.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretLettersTest {
    private static final String SECRET = "a secret of all instances";
    private static final String ORIGIN = "127.0.0.2:4711";
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final SecretLetters letters = new SecretLetters("here", SECRET);

    private Letters.Read read(String header) {
        return letters.read(header, "PUT", "/config");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLetterTellsWhoAsksAndFromWhere() {
        Letters.Read read = read(letters.write("ann", ORIGIN, "PUT", "/config", BODY));
        assertThat(read.verdict()).isEqualTo(Verdict.GENUINE);
        assertThat(read.caller()).isEqualTo("ann");
        assertThat(read.origin()).isEqualTo(ORIGIN);
        assertThat(read.isAbout().test(BODY)).isTrue();
        assertThat(read.isAbout().test(new byte[0])).isFalse();
        assertThat(read(letters.write("ann", "", "PUT", "/config", BODY)).origin())
                .isEmpty();
    }

    @Test
    void whatItTellsCannotBeChangedOrTakenAway() {
        String header = letters.write("ann", ORIGIN, "PUT", "/config", BODY);
        String without = header.substring(0, header.lastIndexOf('.'));
        assertThat(read(header).verdict()).isEqualTo(Verdict.GENUINE);
        assertThat(read(without).verdict()).isEqualTo(Verdict.FALSE);
        assertThat(read(without + "." + encoded("127.0.0.1:4711")).verdict()).isEqualTo(Verdict.FALSE);
        assertThat(read(header + "." + encoded("127.0.0.1:4711")).verdict()).isEqualTo(Verdict.FALSE);
        String silent = letters.write("ann", "", "PUT", "/config", BODY);
        assertThat(read(silent).verdict()).isEqualTo(Verdict.GENUINE);
        assertThat(read(silent + "." + encoded(ORIGIN)).verdict()).isEqualTo(Verdict.FALSE);
        assertThat(letters.read(header, "PUT", "/mode").verdict()).isEqualTo(Verdict.FALSE);
        assertThat(new SecretLetters("here", "another secret of theirs")
                        .read(header, "PUT", "/config")
                        .verdict())
                .isEqualTo(Verdict.FALSE);
    }

    /** What is signed ends with origin and digest, which must not be read as a digest alone. */
    @Test
    void anOriginIsNoPartOfTheDigest() throws Exception {
        String[] fields = letters.write("ann", ORIGIN, "PUT", "/config", BODY).split("\\.");
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.write((encoded(ORIGIN) + ".").getBytes(StandardCharsets.US_ASCII));
        longer.write(Base64.getUrlDecoder().decode(fields[3]));
        String digest = Base64.getUrlEncoder().withoutPadding().encodeToString(longer.toByteArray());
        String moved = String.join(".", fields[0], fields[1], fields[2], digest, fields[4]);
        assertThat(read(moved).verdict()).isEqualTo(Verdict.FALSE);
    }
}

package io.millrace.http.access;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Letters by a secret that all servers of a kind are given: each hands a request on with the name of whoever asked it,
 * and neither the secret nor a password goes over the wire. Any thread.
 */
public final class SecretLetters implements Letters {
    /** The header. */
    public static final String HEADER = "X-Millrace-Letter";

    /** The fewest characters of a secret: a letter that was overheard lets anybody try secrets at home. */
    public static final int SECRET_LENGTH_MIN = 16;

    private final String ownName;
    private final byte[] secret;

    /** {@code ownName} is for the log of the other side. */
    public SecretLetters(String ownName, String secret) {
        this.ownName = ownName;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A header for one request.
     *
     * @param origin the address that the caller's request came from, as {@code host:port}
     * @param target the path with its query, as it is sent
     */
    public String write(String caller, String origin, String method, String target, byte[] body) {
        return Letter.signed(ownName, secret, caller, origin, System.currentTimeMillis(), method, target, body)
                .header();
    }

    @Override
    public String header() {
        return HEADER;
    }

    @Override
    public Read read(String written, String method, String target) {
        Optional<Letter> letter = Letter.parse(written);
        return letter.filter(each -> each.isOfThisTime(System.currentTimeMillis()))
                .filter(each -> each.isSignedBy(secret, method, target))
                .map(each -> new Read(Verdict.GENUINE, each.caller(), each.origin(), each::isAbout))
                .orElse(Read.FALSE);
    }
}

package io.millrace.tokens;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.Key;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in a file, read again when its content changes. What cannot be read then is refused with one line in the log, and
 * the keys of before stay. Any thread.
 */
final class KeysFile implements VerificationKeyResolver {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeysFile.class);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long BYTES_MAX = 1 << 20;

    private final Path file;
    private String content;
    private VerificationKeyResolver keys;
    private long lookedNanos;

    /** Fails with an {@link IllegalArgumentException} for people when there are no keys in it now. */
    KeysFile(URI location) {
        try {
            this.file = Path.of(location);
            this.content = read();
            this.keys = parsed(content);
        } catch (IOException | JoseException | RuntimeException e) {
            throw new IllegalArgumentException("holds no usable keys: " + reason(e), e);
        }
        this.lookedNanos = System.nanoTime();
    }

    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        return current().resolveKey(signature, nesting);
    }

    private synchronized VerificationKeyResolver current() {
        if (System.nanoTime() - lookedNanos < LOOK_AGAIN_NANOS) {
            return keys;
        }
        lookedNanos = System.nanoTime();
        try {
            String now = read();
            if (!now.equals(content)) {
                // Remembered even if it is broken, so that it is complained about once.
                content = now;
                keys = parsed(now);
                LOGGER.info("tokens are checked with changed keys from now on file={}", file);
            }
        } catch (IOException | JoseException | RuntimeException e) {
            LOGGER.error(
                    "the changed keys of the issuer cannot be used, those of before stay file={}: {}", file, reason(e));
        }
        return keys;
    }

    private String read() throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException("it is larger than " + BYTES_MAX + " bytes");
        }
        return Files.readString(file);
    }

    private static VerificationKeyResolver parsed(String content) throws JoseException {
        List<JsonWebKey> found = new JsonWebKeySet(content).getJsonWebKeys();
        if (found.isEmpty()) {
            throw new JoseException("there is no key in it");
        }
        return new JwksVerificationKeyResolver(found);
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "it is not there" : String.valueOf(e.getMessage());
    }
}

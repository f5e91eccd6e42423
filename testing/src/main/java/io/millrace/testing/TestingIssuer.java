package io.millrace.testing;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Somebody who issues tokens, and publishes his keys in a file or by https. One thread, but for {@link #serve}. */
public final class TestingIssuer {
    /** The claim {@code iss} of its tokens. */
    public static final String NAME = "https://issuer.example";

    /** The claim {@code aud} of its tokens. */
    public static final String AUDIENCE = "millrace";

    private static final int KEY_BITS = 2048;

    private RsaJsonWebKey key;

    public TestingIssuer() {
        renewKey("k1");
    }

    /** Signs with a new key of this id from now on. */
    public void renewKey(String id) {
        try {
            key = RsaJwkGenerator.generateJwk(KEY_BITS);
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
        key.setKeyId(id);
    }

    /** The public key as a set of keys. */
    public String keys() {
        return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** Writes the public key to a file, all at once. */
    public Path publish(Path file) throws IOException {
        Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), keys());
        return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A token that says what it should. */
    public String token(String subject) {
        return token(subject, claims -> {});
    }

    /** A token whose claims are changed before it is signed. */
    public String token(String subject, Consumer<JwtClaims> change) {
        return token(subject, change, signature -> {});
    }

    /** A token for others. */
    public String tokenForAudience(String subject, String audience) {
        return token(subject, claims -> claims.setAudience(audience));
    }

    /** A token that expired, or will, so many seconds from now. */
    public String tokenExpiring(String subject, long secondsFromNow) {
        long now = NumericDate.now().getValue();
        return token(subject, claims -> {
            claims.setIssuedAt(NumericDate.fromSeconds(now - 3_600));
            claims.setExpirationTime(NumericDate.fromSeconds(now + secondsFromNow));
        });
    }

    /** A token that is signed in another way. */
    public String token(String subject, Consumer<JwtClaims> change, Consumer<JsonWebSignature> sign) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(subject);
        claims.setAudience(AUDIENCE);
        claims.setIssuer(NAME);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        change.accept(claims);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue("RS256");
        signature.setKey(key.getPrivateKey());
        sign.accept(signature);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    /** Tokens that nobody has signed, in both spellings, or with the public key as if it were a secret. */
    public List<String> forged(String subject) {
        String none = token(subject, claims -> {}, signature -> {
            signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
            signature.setAlgorithmHeaderValue("none");
            signature.setKey(null);
        });
        byte[] published = key.getPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(published)
                + "\n-----END PUBLIC KEY-----\n";
        String good = token(subject);
        String[] parts = good.split("\\.");
        return List.of(
                none,
                encoded("{\"alg\":\"None\"}") + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + encoded("{\"sub\":\"root\"}") + "." + parts[2],
                withSecret(subject, published),
                withSecret(subject, pem.getBytes(StandardCharsets.UTF_8)));
    }

    private String withSecret(String subject, byte[] secret) {
        return token(subject, claims -> {}, signature -> {
            signature.setAlgorithmHeaderValue("HS256");
            signature.setKey(new HmacKey(secret));
        });
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** A server of keys. */
    public final class Served implements AutoCloseable {
        private final HttpsServer server;
        private final AtomicInteger asked = new AtomicInteger();
        private volatile String body;
        private volatile int status = 200;

        private Served(SSLContext tls) throws IOException {
            publish();
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            server.createContext("/keys", exchange -> {
                asked.incrementAndGet();
                byte[] answer = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, answer.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(answer);
                }
            });
            server.start();
        }

        /** Where the keys are. */
        public String url() {
            return "https://localhost:" + server.getAddress().getPort() + "/keys";
        }

        /** Shows the key that the issuer has now. */
        public void publish() {
            body = keys();
        }

        /** Answers this status from now on. */
        public void answer(int with) {
            status = with;
        }

        /** How often somebody has asked. */
        public int asked() {
            return asked.get();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** Serves the keys at {@code localhost}, with the certificate in the context. */
    public Served serve(SSLContext tls) throws IOException {
        return new Served(tls);
    }
}

package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.millrace.testing.TestingIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Serdes that get tokens of an issuer, and a registry that lets in by those tokens alone. */
class OauthCredentialsIT {
    @TempDir
    static Path folder;

    private static final TestingIssuer ISSUER = new TestingIssuer();

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture(OauthCredentialsIT::tokensAlone);

    private final String topic = "t-" + UUID.randomUUID();
    private TokenServer endpoint;

    private static Map<String, String> tokensAlone() {
        try {
            return Map.of(
                    "rest.authentication.oauthbearer.jwks.endpoint.url",
                    ISSUER.publish(folder.resolve("keys.json")).toUri().toString(),
                    "rest.authentication.oauthbearer.expected.audience",
                    TestingIssuer.AUDIENCE,
                    "rest.authentication.oauthbearer.expected.issuer",
                    TestingIssuer.NAME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void openEndpoint() throws IOException {
        endpoint = new TokenServer();
        endpoint.issue(ISSUER.token("carol"), 600);
    }

    @AfterEach
    void closeEndpoint() {
        endpoint.close();
    }

    private Map<String, Object> config() {
        return registry.config(
                "bearer.auth.credentials.source", "OAUTHBEARER",
                "bearer.auth.issuer.endpoint.url", endpoint.url(),
                "bearer.auth.client.id", "carol's producer",
                "bearer.auth.client.secret", "hunter2",
                "bearer.auth.scope", "read write",
                "retries.wait.ms", "1");
    }

    @Test
    void showWhatTheIssuerGivesThem() {
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer();
                KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            serializer.configure(config(), false);
            deserializer.configure(config(), false);

            // When
            byte[] number = serializer.serialize(topic, 7);
            byte[] text = serializer.serialize(topic + "-2", "x");

            // Then
            assertThat(endpoint.asked()).as("for two requests").hasSize(1);
            assertThat(deserializer.deserialize(topic, number)).isEqualTo(7);
            assertThat(deserializer.deserialize(topic, text)).hasToString("x");
        }
        String credentials =
                Base64.getEncoder().encodeToString("carol's producer:hunter2".getBytes(StandardCharsets.UTF_8));
        TokenServer.Asked asked = new TokenServer.Asked(
                "POST",
                "Basic " + credentials,
                "application/x-www-form-urlencoded",
                "grant_type=client_credentials&scope=read+write");
        assertThat(endpoint.asked()).containsExactly(asked, asked);
    }

    @Test
    void sayWhyTheIssuerRefusesThem() throws Exception {
        // Given
        assertThat(registry.get("/subjects")).contains("401");
        endpoint.answer(401, "{\"error\":\"invalid_client\",\"error_description\":\"who\\nis it?\"}");
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(config(), false);

            // Then
            assertThatThrownBy(() -> serializer.serialize(topic, 7))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining(endpoint.url() + " answered 401: invalid_client who?is it?")
                    .hasMessageNotContaining("hunter2");
            assertThat(endpoint.asked()).as("what is refused is refused again").hasSize(1);

            // And when the issuer has learned of them
            endpoint.issue(ISSUER.token("carol"), null);
            assertThat(serializer.serialize(topic, 7)).hasSize(6);
        }
    }

    @Test
    void askAgainWhileTheIssuerIsNotWell() {
        // Given
        endpoint.answer(503, "{}");
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(config(), false);

            // Then
            assertThatThrownBy(() -> serializer.serialize(topic, 7))
                    .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isRetriable())
                            .isTrue())
                    .hasMessageContaining("answered 503");
            assertThat(endpoint.asked()).as("once, and three retries").hasSize(4);
        }
    }
}

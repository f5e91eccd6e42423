package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.server.RestCaller.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RegistryRestIT {
    private static final String V1 =
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";

    private static RegistryServer server;
    private static RestCaller rest;

    private final String subject = "s-" + UUID.randomUUID();

    @BeforeAll
    static void startRegistry() {
        server = SharedKafka.startRegistry(SharedKafka.freshTopic());
        rest = new RestCaller(server.url());
    }

    @AfterAll
    static void stopRegistry() {
        server.close();
    }

    @Test
    void answersInTheMediaTypeOfTheRegistryWithBareTextAndNumbers() {
        // Given
        Reply registered = rest.register(subject, V1);

        // Then
        assertThat(registered.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
        assertThat(rest.get("/subjects/" + subject + "/versions/1/schema").body())
                .isEqualTo(V1);
        assertThat(rest.get("/schemas/ids/" + registered.json().path("id").asInt() + "/schema")
                        .body())
                .isEqualTo(V1);
        assertThat(rest.delete("/subjects/" + subject + "/versions/1").body()).isEqualTo("1");
        assertThat(rest.get("/schemas/types").body()).contains("\"AVRO\"");
    }

    @Test
    void tellsWhenAVersionWasWritten() {
        // Given
        long written = rest.register(subject, V1).json().path("ts").asLong();

        // Then
        assertThat(written).as("milliseconds").isGreaterThan(1_700_000_000_000L);
        JsonNode read = rest.get("/subjects/" + subject + "/versions/1").json();
        assertThat(read.path("ts").asLong()).isEqualTo(written);
        assertThat(rest.get("/schemas/ids/" + read.path("id").asInt() + "?subject=" + subject)
                        .json()
                        .path("ts")
                        .asLong())
                .isEqualTo(written);
    }

    @Test
    void refusesBodiesAndSchemasThatAreTooLarge() {
        assertThat(rest.post("/subjects/" + subject + "/versions", "x".repeat(5 << 20))
                        .status())
                .isEqualTo(413);
        assertThat(rest.register(subject, "\"" + "x".repeat(1 << 20) + "\"").errorCode())
                .isEqualTo(42209);
    }

    @Test
    void takesABodyOfBytesForJson() {
        // Given
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(rest.url() + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofString(RestCaller.schemaBody(V1)));

        // Then
        assertThat(rest.send(request).status()).isEqualTo(200);
    }

    @Test
    void givesTheSameIdToTheSameSchemaWhereverItIsRegisteredAndHoweverItIsSpelled() {
        // Given
        int id = rest.register(subject, V1).json().path("id").asInt();

        // When
        Reply again = rest.register(subject, V1.replace(",", " , "));
        Reply elsewhere = rest.register(subject + "-2", V1);

        // Then
        assertThat(again.json().path("id").asInt()).isEqualTo(id);
        assertThat(again.json().path("version").asInt()).isEqualTo(1);
        assertThat(elsewhere.json().path("id").asInt()).isEqualTo(id);
    }

    @Test
    void deletesSoftlyAndThenForGood() {
        // Given
        int id = rest.register(subject, V1.replace("\"R\"", "\"Deleted\""))
                .json()
                .path("id")
                .asInt();

        // When
        Reply tooEarly = rest.delete("/subjects/" + subject + "/versions/1?permanent=true");
        Reply soft = rest.delete("/subjects/" + subject + "/versions/1");

        // Then
        assertThat(tooEarly.errorCode()).isEqualTo(40407);
        assertThat(soft.body()).isEqualTo("1");
        assertThat(rest.delete("/subjects/" + subject + "/versions/1").errorCode())
                .isEqualTo(40406);
        assertThat(rest.get("/subjects/" + subject + "/versions").errorCode()).isEqualTo(40401);
        assertThat(rest.get("/subjects?deletedOnly=true&subjectPrefix=" + subject)
                        .body())
                .isEqualTo("[\"" + subject + "\"]");
        assertThat(rest.get("/schemas/ids/" + id).status()).isEqualTo(200);
        assertThat(rest.delete("/subjects/" + subject).errorCode()).isEqualTo(40404);
        assertThat(rest.delete("/subjects/" + subject + "?permanent=true").body())
                .isEqualTo("[1]");
        assertThat(rest.get("/schemas/ids/" + id).errorCode()).isEqualTo(40403);
        assertThat(rest.register(subject, V1.replace("\"R\"", "\"Next\""))
                        .json()
                        .path("id")
                        .asInt())
                .isGreaterThan(id);
    }

    @Test
    void negotiatesMediaTypes() {
        // Given
        URI subjects = URI.create(rest.url() + "/subjects");

        // When
        Reply json = rest.send(HttpRequest.newBuilder(subjects).header("Accept", "application/json, text/plain"));
        Reply xml = rest.send(HttpRequest.newBuilder(subjects).header("Accept", "text/xml"));
        Reply posted = rest.send(HttpRequest.newBuilder(URI.create(rest.url() + "/subjects/x"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        // Then
        assertThat(json.contentType()).isEqualTo("application/json");
        assertThat(xml.errorCode()).isEqualTo(406);
        assertThat(posted.errorCode()).isEqualTo(415);
    }

    @Test
    void keepsNamesWithSlashesAndUnicode() {
        // Given
        String encoded = "a%2Fb%20%C3%A9%E2%82%AC-" + subject;

        // When
        Reply registered = rest.register(encoded, V1);

        // Then
        assertThat(registered.json().path("subject").asText()).isEqualTo("a/b é€-" + subject);
        assertThat(rest.get("/subjects/" + encoded + "/versions/1").status()).isEqualTo(200);
        assertThat(rest.get("/subjects").body()).contains("a/b é€-" + subject);
    }
}

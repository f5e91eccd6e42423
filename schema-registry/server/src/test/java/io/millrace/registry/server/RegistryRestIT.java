package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final String V2 =
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},"
                    + "{\"name\":\"b\",\"type\":[\"null\",\"string\"],\"default\":null}]}";
    private static final String BREAKING = "{\"type\":\"record\",\"name\":\"R\",\"fields\":"
            + "[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"c\",\"type\":\"int\"}]}";

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
    void registersReadsAndFindsASchema() {
        // Given
        Reply registered = rest.register(subject, V1);

        // When
        int id = registered.json().path("id").asInt();

        // Then
        assertThat(registered.status()).isEqualTo(200);
        assertThat(registered.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
        assertThat(rest.get("/schemas/ids/" + id).json().path("schema").asText())
                .isEqualTo(V1);
        assertThat(rest.get("/schemas/ids/" + id + "/schema").body()).isEqualTo(V1);
        assertThat(rest.get("/subjects/" + subject + "/versions").body()).isEqualTo("[1]");
        assertThat(rest.get("/subjects/" + subject + "/versions/latest")
                        .json()
                        .path("id")
                        .asInt())
                .isEqualTo(id);
        assertThat(rest.get("/subjects/" + subject + "/versions/-1/schema").body())
                .isEqualTo(V1);
        assertThat(rest.post("/subjects/" + subject, RestCaller.schemaBody(V1))
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        assertThat(rest.get("/schemas/ids/" + id + "/versions").body()).contains(subject);
        String guid = registered.json().path("guid").asText();
        assertThat(rest.get("/schemas/guids/" + guid).json().path("schema").asText())
                .isEqualTo(V1);
        assertThat(rest.get("/schemas/guids/" + guid + "/ids")
                        .json()
                        .get(0)
                        .path("id")
                        .asInt())
                .isEqualTo(id);
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
    void refusesAnIncompatibleSchemaAndSaysWhy() {
        // Given
        rest.register(subject, V1);

        // When
        Reply refused = rest.register(subject, BREAKING);
        Reply verdict = rest.post(
                "/compatibility/subjects/" + subject + "/versions/latest?verbose=true",
                RestCaller.schemaBody(BREAKING));

        // Then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.errorCode()).isEqualTo(40901);
        assertThat(refused.json().path("message").asText())
                .contains("READER_FIELD_MISSING_DEFAULT_VALUE", "{oldSchemaVersion: 1}", "compatibility: 'BACKWARD'");
        assertThat(verdict.json().path("is_compatible").asBoolean()).isFalse();
        assertThat(verdict.json().path("messages").size()).isEqualTo(4);
        assertThat(rest.post("/compatibility/subjects/" + subject + "/versions", RestCaller.schemaBody(V2))
                        .body())
                .isEqualTo("{\"is_compatible\":true}");
        assertThat(rest.register(subject, V2).json().path("version").asInt()).isEqualTo(2);
    }

    @Test
    void keepsConfigPerSubjectAndForAll() {
        // Given
        assertThat(rest.get("/config/" + subject).errorCode()).isEqualTo(40408);
        rest.register(subject, V1);

        // When
        Reply set = rest.put("/config/" + subject, "{\"compatibility\":\"none\"}");

        // Then
        assertThat(set.status()).isEqualTo(200);
        assertThat(rest.get("/config/" + subject).body()).isEqualTo("{\"compatibilityLevel\":\"NONE\"}");
        assertThat(rest.register(subject, BREAKING).status()).isEqualTo(200);
        assertThat(rest.get("/config").body()).isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(rest.put("/config", "{\"compatibility\":\"SOME\"}").errorCode())
                .isEqualTo(42203);
        assertThat(rest.delete("/config/" + subject).body()).isEqualTo("{\"compatibilityLevel\":\"NONE\"}");
        assertThat(rest.delete("/config/" + subject).errorCode()).isEqualTo(40401);
    }

    @Test
    void bringsSchemasIntoNormalFormWhenAsked() {
        // Given
        String one = "{\"type\":\"string\",\"b\":\"" + subject + "\",\"a\":1}";
        String normal = "{\"type\":\"string\",\"a\":1,\"b\":\"" + subject + "\"}";
        String path = "/subjects/" + subject;

        // When
        Reply registered = rest.post(path + "/versions?normalize=true", RestCaller.schemaBody(one));

        // Then
        assertThat(registered.json().path("schema").asText()).isEqualTo(normal);
        assertThat(rest.post(path + "?normalize=true", RestCaller.schemaBody(one))
                        .status())
                .isEqualTo(200);
        assertThat(rest.post("/compatibility" + path + "/versions/latest?normalize=true", RestCaller.schemaBody(one))
                        .body())
                .isEqualTo("{\"is_compatible\":true}");
        assertThat(rest.register(subject, one).json().path("version").asInt()).isEqualTo(2);
        rest.put("/config/" + subject, "{\"normalize\":true}");
        assertThat(rest.register(subject, one).json().path("version").asInt()).isEqualTo(1);
    }

    @Test
    void refusesWritesInReadOnlyModeButStillFindsWhatIsThere() {
        // Given
        rest.register(subject, V1);
        assertThat(rest.get("/mode/" + subject).errorCode()).isEqualTo(40409);

        // When
        rest.put("/mode/" + subject, "{\"mode\":\"READONLY\"}");

        // Then
        assertThat(rest.register(subject, V1).status()).isEqualTo(200);
        assertThat(rest.register(subject, V2).errorCode()).isEqualTo(42205);
        assertThat(rest.delete("/subjects/" + subject).errorCode()).isEqualTo(42205);
        assertThat(rest.get("/mode").body()).isEqualTo("{\"mode\":\"READWRITE\"}");
        assertThat(rest.put("/mode/" + subject, "{\"mode\":\"WRITEONLY\"}").errorCode())
                .isEqualTo(42204);
        assertThat(rest.delete("/mode/" + subject).body()).isEqualTo("{\"mode\":\"READONLY\"}");
        assertThat(rest.register(subject, V2).status()).isEqualTo(200);
    }

    @Test
    void importsUnderTheIdThatIsGiven() {
        // Given
        rest.put("/mode/" + subject, "{\"mode\":\"IMPORT\"}");
        String body = "{\"schema\":" + RestCaller.JSON.valueToTree(V1.replace("\"R\"", "\"Imported\""))
                + ",\"id\":90001,\"version\":7}";

        // When
        Reply imported = rest.post("/subjects/" + subject + "/versions", body);

        // Then
        assertThat(imported.json().path("id").asInt()).isEqualTo(90001);
        assertThat(rest.get("/subjects/" + subject + "/versions").body()).isEqualTo("[7]");
        assertThat(rest.post("/subjects/x-" + subject + "/versions", body.replace("90001", "90002"))
                        .errorCode())
                .isEqualTo(42205);
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
    void keepsReferencedSchemasFromBeingDeleted() {
        // Given
        rest.register(subject, "{\"type\":\"record\",\"name\":\"Part\",\"namespace\":\"p\",\"fields\":[]}");
        String whole = "{\"type\":\"record\",\"name\":\"Whole\",\"namespace\":\"p\",\"fields\":"
                + "[{\"name\":\"part\",\"type\":\"Part\"}]}";
        String body = "{\"schema\":" + RestCaller.JSON.valueToTree(whole)
                + ",\"references\":[{\"name\":\"p.Part\",\"subject\":\"" + subject + "\",\"version\":-1}]}";

        // When
        Reply registered = rest.post("/subjects/w" + subject + "/versions", body);

        // Then
        assertThat(registered.status()).isEqualTo(200);
        int id = registered.json().path("id").asInt();
        assertThat(rest.get("/schemas/ids/" + id)
                        .json()
                        .path("references")
                        .get(0)
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        assertThat(rest.get("/subjects/" + subject + "/versions/1/referencedby").body())
                .isEqualTo("[" + id + "]");
        assertThat(rest.delete("/subjects/" + subject).errorCode()).isEqualTo(42206);
        assertThat(rest.post("/subjects/w" + subject + "/versions", body.replace("-1", "9"))
                        .errorCode())
                .isEqualTo(42201);
    }

    @Test
    void answersBadRequestsWithTheCodesThatClientsKnow() {
        assertThat(rest.post("/subjects/" + subject + "/versions", "{nonsense").status())
                .isEqualTo(400);
        assertThat(rest.post("/subjects/" + subject + "/versions", "").status()).isEqualTo(422);
        assertThat(rest.register(subject, "{\"type\":\"recor\"}").errorCode()).isEqualTo(42201);
        assertThat(rest.register(subject, "").errorCode()).isEqualTo(42201);
        assertThat(rest.get("/nowhere").errorCode()).isEqualTo(404);
        assertThat(rest.put("/subjects", "{}").errorCode()).isEqualTo(405);
        assertThat(rest.get("/subjects/" + subject + "/versions").errorCode()).isEqualTo(40401);
        assertThat(rest.get("/subjects/" + subject + "/versions/0").errorCode()).isEqualTo(42202);
        assertThat(rest.get("/schemas/ids/987654").errorCode()).isEqualTo(40403);
        assertThat(rest.post(
                                "/subjects/" + subject + "/versions",
                                "{\"schemaType\":\"THRIFT\",\"schema\":\"struct A {}\"}")
                        .json()
                        .toString())
                .contains("42201", "THRIFT is unknown", "AVRO");
        assertThat(rest.get("/associations/resources/-/orders?resourceType=topic&associationType=value")
                        .status())
                .isEqualTo(404);
        assertThat(rest.post("/subjects/" + subject + "/versions", "x".repeat(5 << 20))
                        .status())
                .isEqualTo(413);
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

    @Test
    void keepsContextsApart() {
        // Given
        String qualified = ":.staging:" + subject;

        // When
        rest.register(qualified, V1.replace("\"R\"", "\"Staged\""));

        // Then
        assertThat(rest.get("/contexts/.staging/subjects/" + subject + "/versions")
                        .body())
                .isEqualTo("[1]");
        assertThat(rest.get("/contexts").body()).isEqualTo("[\".\",\".staging\"]");
        assertThat(rest.get("/contexts/.staging/schemas/ids/1")
                        .json()
                        .path("schema")
                        .asText())
                .contains("Staged");
        assertThat(rest.get("/subjects/" + subject + "/versions").errorCode()).isEqualTo(40401);
    }

    @Test
    void tellsWhatItIs() {
        assertThat(rest.get("/").body()).isEqualTo("{}");
        assertThat(rest.get("/schemas/types").body()).isEqualTo("[\"AVRO\"]");
        assertThat(rest.get("/v1/metadata/id")
                        .json()
                        .path("scope")
                        .path("clusters")
                        .path("kafka-cluster")
                        .asText())
                .isNotEmpty();
        assertThat(rest.get("/v1/metadata/version").status()).isEqualTo(200);
    }
}

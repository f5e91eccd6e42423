package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.server.RestCaller.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schemas are copied from one registry to another one, which has a topic of its own. */
class ExportersIT {
    private RegistryServer source;
    private RegistryServer destination;
    private RestCaller here;
    private RestCaller there;

    @BeforeEach
    void startRegistries() {
        source = SharedKafka.startRegistry(SharedKafka.freshTopic());
        destination = SharedKafka.startRegistry(SharedKafka.freshTopic());
        here = new RestCaller(source.url());
        there = new RestCaller(destination.url());
    }

    @AfterEach
    void stopRegistries() {
        source.close();
        destination.close();
    }

    private ObjectNode exporter(String contextType) {
        ObjectNode body = RestCaller.JSON.createObjectNode().put("name", "e").put("contextType", contextType);
        body.putObject("config").put("schema.registry.url", destination.url());
        return body;
    }

    private void create(JsonNode exporter) {
        Reply reply = here.post("/exporters", exporter.toString());
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    private void awaitCaughtUp() {
        ExporterProbe.awaitRunning(here, "e");
    }

    private int registerReferenced() {
        here.register("base", ExporterProbe.record("Base"));
        return register(here, "user", "base");
    }

    private static int register(RestCaller rest, String subject, String referenced) {
        ObjectNode body = RestCaller.JSON
                .createObjectNode()
                .put(
                        "schema",
                        "{\"type\":\"record\",\"name\":\"User\",\"fields\":[{\"name\":\"b\",\"type\":\"Base\"}]}");
        body.putArray("references")
                .addObject()
                .put("name", "Base")
                .put("subject", referenced)
                .put("version", 1);
        Reply reply = rest.post("/subjects/" + subject + "/versions", body.toString());
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().path("id").asInt();
    }

    @Test
    void copiesIdsVersionsReferencesDeletionsAndSettings() {
        // Given: ids with gaps, a reference, soft and hard deletions, settings
        for (int i = 1; i <= 4; i++) {
            here.register("orders", ExporterProbe.record("Order" + i));
        }
        int id = registerReferenced();
        here.post(
                "/subjects/json/versions",
                "{\"schemaType\":\"JSON\",\"schema\":\"{\\\"type\\\":\\\"string\\\"}\","
                        + "\"metadata\":{\"properties\":{\"owner\":\"ann\"}}}");
        here.put("/config/orders", "{\"compatibility\":\"NONE\",\"compatibilityGroup\":\"g\"}");
        here.put("/config", "{\"compatibility\":\"NONE\"}");
        for (int i = 5; i <= 8; i++) {
            here.register("orders", ExporterProbe.record("Order" + i));
        }
        here.delete("/subjects/orders/versions/2");
        here.delete("/subjects/orders/versions/3");
        here.delete("/subjects/orders/versions/3?permanent=true");

        // When
        create(exporter("NONE"));
        awaitCaughtUp();

        // Then
        assertThat(ExporterProbe.versions(there))
                .isEqualTo(ExporterProbe.versions(here))
                .isNotEmpty();
        assertThat(there.get("/schemas/ids/" + id).json().path("references").toString())
                .isEqualTo("[{\"name\":\"Base\",\"subject\":\"base\",\"version\":1}]");
        assertThat(there.get("/config/orders").json().path("compatibilityLevel").asText())
                .isEqualTo("NONE");
        assertThat(there.get("/mode/orders").json().path("mode").asText()).isEqualTo("IMPORT");

        // When: what comes later, of all kinds
        here.register("orders", ExporterProbe.record("Order9"));
        here.delete("/subjects/user");
        here.delete("/subjects/base");
        here.delete("/subjects/user?permanent=true");
        here.delete("/subjects/base?permanent=true");
        here.delete("/subjects/orders/versions/1");
        here.delete("/config/orders");
        awaitCaughtUp();
        assertThat(ExporterProbe.versions(there)).isEqualTo(ExporterProbe.versions(here));

        // Then
        assertThat(there.get("/config/orders").errorCode()).isEqualTo(40408);
        assertThat(ExporterProbe.versions(there)).noneMatch(each -> each.contains("base"));
    }

    @Test
    void takesTheSubjectsThatAreSelectedAndWhatTheyReferToUnderNewNames() {
        registerReferenced();
        here.register("others", ExporterProbe.record("Other"));
        here.register(":.c:user", ExporterProbe.record("UserOfC"));
        ObjectNode exporter = exporter("CUSTOM").put("context", "copies").put("subjectRenameFormat", "x-${subject}");
        exporter.putArray("subjects").add("us*").add(".c");

        create(exporter);
        awaitCaughtUp();

        assertThat(there.get("/subjects").body())
                .isEqualTo("[\":.copies.c:x-user\",\":.copies:x-base\",\":.copies:x-user\"]");
        assertThat(there.get("/subjects/:.copies:x-user/versions/1")
                        .json()
                        .path("references")
                        .toString())
                .isEqualTo("[{\"name\":\"Base\",\"subject\":\"x-base\",\"version\":1}]");
        assertThat(there.get("/mode/:.copies:").json().path("mode").asText()).isEqualTo("IMPORT");
        assertThat(there.register("own", ExporterProbe.record("Own")).status())
                .as("other contexts are not its business")
                .isEqualTo(200);
    }

    @Test
    void namesAContextAfterTheClusterAndPutsAllIntoTheDefaultOne() {
        here.register("a", ExporterProbe.record("A"));
        here.register(":.c:b", ExporterProbe.record("B"));
        create(exporter("AUTO"));
        ObjectNode toDefault = exporter("DEFAULT").put("name", "d");
        toDefault.putArray("subjects").add(":.c:*");
        create(toDefault);

        awaitCaughtUp();
        ExporterProbe.awaitRunning(here, "d");

        String cluster = here.get("/v1/metadata/id")
                .json()
                .at("/scope/clusters/kafka-cluster")
                .asText();
        assertThat(there.get("/subjects").body()).isEqualTo("[\":.lsrc-" + cluster + ":a\",\"b\"]");
    }

    @Test
    void restsAndGoesOnFromWhereItWasAndBeginsAnewWhenItIsReset() {
        here.register("a", ExporterProbe.record("A"));
        create(exporter("NONE"));
        awaitCaughtUp();
        assertThat(here.put("/exporters/e/pause", "").status()).isEqualTo(200);
        long offset = here.get("/exporters/e/status").json().path("offset").asLong();
        assertThat(offset).isPositive();

        here.register("b", ExporterProbe.record("B"));
        here.put("/mode/elsewhere", "{\"mode\":\"READONLY\"}");
        assertThat(here.get("/exporters/e/status").json().path("offset").asLong())
                .isEqualTo(offset);
        assertThat(there.get("/subjects").body()).isEqualTo("[\"a\"]");

        there.delete("/subjects/a");
        there.delete("/subjects/a?permanent=true");
        here.put("/exporters/e/resume", "");
        awaitCaughtUp();
        assertThat(there.get("/subjects").body()).as("not from the beginning").isEqualTo("[\"b\"]");

        here.put("/exporters/e/pause", "");
        assertThat(here.put("/exporters/e/reset", "").status()).isEqualTo(200);
        here.put("/exporters/e/resume", "");
        awaitCaughtUp();
        assertThat(there.get("/subjects").body()).isEqualTo("[\"a\",\"b\"]");
    }

    @Test
    void copiesWithinARegistryButNotIntoTheContextThatItTakesSchemasFrom() {
        here.register("a", ExporterProbe.record("A"));
        ObjectNode within = exporter("CUSTOM").put("context", ".copies");
        within.putObject("config").put("schema.registry.url", source.url());
        create(within);
        awaitCaughtUp();
        assertThat(here.get("/subjects").body()).isEqualTo("[\":.copies:a\",\"a\"]");

        within.put("name", "loop").putArray("subjects").add(":*:");
        create(within);
        create(within.put("name", "same")
                .put("contextType", "NONE")
                .set("subjects", RestCaller.JSON.createArrayNode().add("*")));
        assertThat(ExporterProbe.awaitTrace(here, "loop"))
                .contains("this registry itself")
                .contains("all contexts");
        assertThat(ExporterProbe.awaitTrace(here, "same"))
                .contains("this registry itself")
                .contains("context .");
        assertThat(here.get("/subjects").body()).isEqualTo("[\":.copies:a\",\"a\"]");
    }

    @Test
    void copiesALongHistoryInWhichReferencesCameAndWent() {
        // Given: more records between them than are copied at once
        registerReferenced();
        here.register("late", ExporterProbe.record("Late"));
        for (int i = 0; i < 120; i++) {
            here.put("/config/filler", "{\"compatibility\":\"NONE\"}");
        }
        register(here, "later-user", "base");
        for (int i = 0; i < 120; i++) {
            here.put("/config/filler", "{\"compatibility\":\"NONE\"}");
        }
        for (String subject : new String[] {"user", "later-user", "base", "late"}) {
            assertThat(here.delete("/subjects/" + subject).status()).isEqualTo(200);
        }
        assertThat(here.delete("/subjects/late?permanent=true").status()).isEqualTo(200);

        // When
        create(exporter("NONE"));
        awaitCaughtUp();

        // Then
        assertThat(ExporterProbe.versions(there))
                .isEqualTo(ExporterProbe.versions(here))
                .hasSize(3);
    }

    @Test
    void replacesAVersionWhoseNumberIsUsedAgain() {
        here.put("/config/a", "{\"compatibility\":\"NONE\"}");
        here.register("a", ExporterProbe.record("A1"));
        assertThat(here.register("a", ExporterProbe.record("Wrong")).status()).isEqualTo(200);
        create(exporter("NONE"));
        awaitCaughtUp();
        here.put("/exporters/e/pause", "");
        here.delete("/subjects/a/versions/2");
        here.delete("/subjects/a/versions/2?permanent=true");
        assertThat(here.register("a", ExporterProbe.record("Right")).status()).isEqualTo(200);
        assertThat(here.get("/subjects/a/versions").body()).isEqualTo("[1,2]");

        here.put("/exporters/e/resume", "");
        awaitCaughtUp();

        assertThat(ExporterProbe.versions(there)).isEqualTo(ExporterProbe.versions(here));
        assertThat(there.get("/subjects/a/versions/2").body()).contains("Right");
    }

    @Test
    void replacesWhatSelectedSchemasReferToWhenItsNumberIsUsedAgain() {
        registerReferenced();
        ObjectNode exporter = exporter("NONE");
        exporter.putArray("subjects").add("user");
        create(exporter);
        awaitCaughtUp();
        int former = there.get("/subjects/base/versions/1").json().path("id").asInt();
        for (String subject : new String[] {"user", "base"}) {
            here.delete("/subjects/" + subject);
            here.delete("/subjects/" + subject + "?permanent=true");
        }

        String other = ExporterProbe.record("Base").replace("[]", "[{\"name\":\"x\",\"type\":\"int\"}]");
        assertThat(here.register("base", other).status()).isEqualTo(200);
        register(here, "user", "base");
        awaitCaughtUp();

        assertThat(ExporterProbe.versions(there)).isEqualTo(ExporterProbe.versions(here));
        assertThat(there.get("/subjects/base/versions/1").json().path("id").asInt())
                .isNotEqualTo(former);
    }

    @Test
    void copiesWhatIsSelectedLaterFromTheBeginning() {
        here.register("a", ExporterProbe.record("A"));
        here.register("b", ExporterProbe.record("B"));
        ObjectNode exporter = exporter("NONE");
        exporter.putArray("subjects").add("a");
        create(exporter);
        awaitCaughtUp();
        assertThat(there.get("/subjects").body()).isEqualTo("[\"a\"]");

        here.put("/exporters/e/pause", "");
        assertThat(here.put("/exporters/e", "{\"subjects\":[\"a\",\"b\"]}").status())
                .isEqualTo(200);
        assertThat(ExporterProbe.status(here, "e").path("offset").asLong()).isEqualTo(-1);
        here.put("/exporters/e/resume", "");
        awaitCaughtUp();

        assertThat(there.get("/subjects").body()).isEqualTo("[\"a\",\"b\"]");
    }

    @Test
    void goesOnFromWhereItWasAtTheSameRegistryWithAnotherPassword() {
        here.register("a", ExporterProbe.record("A"));
        create(exporter("NONE"));
        awaitCaughtUp();
        here.put("/exporters/e/pause", "");
        long offset = ExporterProbe.status(here, "e").path("offset").asLong();

        here.put(
                "/exporters/e/config",
                RestCaller.JSON
                        .createObjectNode()
                        .put("schema.registry.url", destination.url().replace("://", "://user:other@"))
                        .toString());
        assertThat(ExporterProbe.status(here, "e").path("offset").asLong()).isEqualTo(offset);

        here.put("/exporters/e/config", "{\"schema.registry.url\":\"http://127.0.0.1:1\"}");
        assertThat(ExporterProbe.status(here, "e").path("offset").asLong()).isEqualTo(-1);
    }

    @Test
    void leavesAloneWhatTheDestinationHasOfItsOwnAndSaysSo() {
        there.register("a", ExporterProbe.record("Own"));
        here.register("a", ExporterProbe.record("A"));

        create(exporter("NONE"));

        assertThat(ExporterProbe.awaitTrace(here, "e")).contains("42205").contains("Import mode");
        assertThat(there.get("/subjects/a/versions/1").json().path("schema").asText())
                .contains("Own");
        assertThat(there.get("/mode/a").errorCode()).isEqualTo(40409);
    }

    @Test
    void hasNoMoreExportersThanItMay() {
        for (int i = 0; i < 10; i++) {
            create(exporter("AUTO").put("name", "e" + i));
        }
        Reply reply =
                here.post("/exporters", exporter("AUTO").put("name", "more").toString());

        assertThat(reply.errorCode()).isEqualTo(40964);
        assertThat(reply.body()).contains("exporter.max.exporters");
    }
}

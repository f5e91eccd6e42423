package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.server.RestCaller.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Avro schemas of a trillion parts where every use of a type is written out. */
@Timeout(120)
class SchemaBombIT {
    private static final int RECORDS = 12;
    private static final int TIMES = 10;

    private static String bomb(String leaf) {
        String definition = "\"" + leaf + "\"";
        String use = definition;
        for (int i = RECORDS; i > 0; i--) {
            StringBuilder fields = new StringBuilder();
            for (int k = 0; k < TIMES; k++) {
                fields.append(k == 0 ? "" : ",")
                        .append("{\"name\":\"f" + k + "\",\"type\":" + (k == 0 ? definition : use) + "}");
            }
            definition = "{\"type\":\"record\",\"name\":\"R" + i + "\",\"fields\":[" + fields + "]}";
            use = "\"R" + i + "\"";
        }
        return definition;
    }

    private static void assertRefused(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(422);
        assertThat(reply.errorCode()).isEqualTo(42201);
        assertThat(reply.json().path("message").asText())
                .contains("more than 1000000 parts where every use of a named type is written out");
    }

    @Test
    void areRefusedWhenTheyAreNew() {
        try (RegistryServer server = SharedKafka.startRegistry(SharedKafka.freshTopic())) {
            RestCaller rest = new RestCaller(server.url());
            String body = RestCaller.schemaBody(bomb("int"));

            assertRefused(rest.post("/subjects/s/versions", body));
            assertRefused(rest.post("/subjects/s/versions?dryRun=true", body));
            assertRefused(rest.post("/subjects/s/versions?normalize=true", body));
            assertThat(rest.get("/subjects").body()).isEqualTo("[]");
            assertThat(rest.register("s", "\"int\"").status()).isEqualTo(200);
            assertRefused(rest.post("/compatibility/subjects/s/versions/latest", body));
            assertThat(rest.post("/subjects/s", body).errorCode()).isEqualTo(40403);
        }
    }

    @Test
    void areReadableAndComparableWhenTheyAreStored() throws Exception {
        String topic = SharedKafka.freshTopic();
        PeerTopic.create(topic);
        String stored = bomb("int");
        PeerTopic.write(
                topic,
                "{'keytype':'SCHEMA','subject':'s','version':1,'magic':1}",
                "{'subject':'s','version':1,'id':1,'schema':'" + stored.replace("\"", "\\\"") + "','deleted':false}");

        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(server.url());
            String body = RestCaller.schemaBody(stored);

            assertThat(rest.get("/schemas/ids/1?format=resolved")
                            .json()
                            .path("schema")
                            .asText())
                    .isEqualTo(stored);
            assertThat(rest.post("/subjects/s", body).json().path("id").asInt()).isEqualTo(1);
            assertThat(rest.post("/subjects/s?normalize=true", body).status()).isEqualTo(200);
            assertThat(rest.register("s", stored).status()).isEqualTo(200);

            JsonNode verdict = rest.post(
                            "/compatibility/subjects/s/versions/latest?verbose=true",
                            RestCaller.schemaBody("{\"type\":\"record\",\"name\":\"R1\",\"fields\":[]}"))
                    .json();
            assertThat(verdict.path("is_compatible").asBoolean()).isTrue();
            assertThat(rest.put("/config/s", "{\"compatibility\":\"NONE\"}").status())
                    .isEqualTo(200);
            assertRefused(rest.register("s", bomb("string")));
        }
    }

    @Test
    void areNotComparedPartByPart() throws Exception {
        String topic = SharedKafka.freshTopic();
        PeerTopic.create(topic);
        for (int version = 1; version <= 2; version++) {
            String stored = bomb(version == 1 ? "int" : "string").replace("\"", "\\\"");
            PeerTopic.write(
                    topic,
                    "{'keytype':'SCHEMA','subject':'s','version':" + version + ",'magic':1}",
                    "{'subject':'s','version':" + version + ",'id':" + version + ",'schema':'" + stored
                            + "','deleted':false}");
        }

        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            Reply diff = new RestCaller(server.url()).get("/subjects/s/versions/1/diff/2");

            assertThat(diff.status()).isEqualTo(200);
            assertThat(diff.body()).contains("SCHEMA_TOO_COMPLEX", "more than 100000 incompatibilities");
        }
    }
}

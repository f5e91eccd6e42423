package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A topic that peers have written: of all types of schemas, with settings and fields that only they know. */
class RegistryTakeoverIT {
    private final String topic = SharedKafka.freshTopic();

    @BeforeEach
    void writeAsPeersDo() throws Exception {
        PeerTopic.create(topic);
        PeerTopic.write(
                topic,
                "{'keytype':'SCHEMA','subject':'j','version':1,'magic':1}",
                "{'subject':'j','version':1,'id':3,'md5':'AAAA','schemaType':'JSON','references':[],"
                        + "'metadata':{'properties':{'z':'1','a':'2'},'tags':null,'sensitive':null},'ruleSet':null,"
                        + "'schema':'{\\\"type\\\":\\\"string\\\"}','deleted':false,'news':{'x':1}}");
        PeerTopic.write(
                topic,
                "{'keytype':'SCHEMA','subject':':.c:p','version':2,'magic':1,'seq':5,'node':1}",
                "{'subject':':.c:p','version':2,'id':9,'schemaType':'PROTOBUF',"
                        + "'schema':'syntax = \\\"proto3\\\"; message A { string a = 1; }','deleted':false}");
        PeerTopic.write(
                topic,
                "{'subject':'j','keytype':'CONFIG','magic':0}",
                "{'subject':'j','compatibilityLevel':'FULL','compatibilityGroup':'g','newSetting':[1]}");
        PeerTopic.write(
                topic, "{'keytype':'MODE','subject':':.c:p','magic':0}", "{'subject':':.c:p','mode':'READONLY'}");
        PeerTopic.write(topic, "{'keytype':'MODE','subject':'m','magic':0}", "{'subject':'m','mode':'NEW_MODE'}");
        PeerTopic.write(
                topic,
                "{'keytype':'CONTEXT','tenant':'default','context':'.empty','magic':0}",
                "{'tenant':'default','context':'.empty'}");
        PeerTopic.write(topic, "{'keytype':'ASSOC','subject':'j','magic':0}", "{'subject':'j'}");
    }

    @Test
    void servesWhatItFinds() {
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(server.url());

            assertThat(rest.get("/subjects").body()).isEqualTo("[\":.c:p\",\"j\"]");
            assertThat(rest.get("/contexts").body()).isEqualTo("[\".\",\".c\",\".empty\"]");
            assertThat(rest.get("/subjects/j/versions/1").json().path("metadata"))
                    .hasToString("{\"properties\":{\"a\":\"2\",\"z\":\"1\"}}");
            assertThat(rest.get("/contexts/.c/schemas/ids/9")
                            .json()
                            .path("schemaType")
                            .asText())
                    .isEqualTo("PROTOBUF");
            assertThat(rest.get("/config/j").json().path("compatibilityGroup").asText())
                    .isEqualTo("g");
            assertThat(rest.delete("/subjects/:.c:p").errorCode()).isEqualTo(42205);
            assertThat(rest.get("/mode/m").errorCode()).isEqualTo(40409);
            assertThat(rest.register(":.c:n", "\"int\"").json().path("id").asInt())
                    .isEqualTo(10);
        }
    }

    @Test
    void showsAsItIsWhatItCannotRead() throws Exception {
        // Given
        PeerTopic.write(
                topic,
                "{'keytype':'SCHEMA','subject':'broken','version':1,'magic':1}",
                "{'subject':'broken','version':1,'id':4,'schema':'no Avro','deleted':false}");

        // When
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller.Reply all =
                    new RestCaller(server.url()).get("/schemas?subjectPrefix=:*:&format=resolved&findTags=true");

            // Then
            assertThat(all.status()).as(all.body()).isEqualTo(200);
            assertThat(all.json()).hasSize(3);
            assertThat(all.json().findValuesAsText("schema")).contains("no Avro");
            assertThat(all.json().findValues("schemaTags")).hasSize(3);
        }
    }

    @Test
    void leavesToThePeersWhatOnlyTheyKnow() {
        // Given
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(server.url());

            // When
            rest.delete("/subjects/j");
            rest.put("/config/j", "{\"normalize\":true}");
        }

        // Then
        assertThat(PeerTopic.records(topic))
                .containsEntry(
                        "{'keytype':'SCHEMA','subject':'j','version':1,'magic':1}",
                        "{'subject':'j','version':1,'id':3,'schemaType':'JSON',"
                                + "'metadata':{'properties':{'a':'2','z':'1'}},"
                                + "'schema':'{\\'type\\':\\'string\\'}','deleted':true,'md5':'AAAA','news':{'x':1}}")
                .containsEntry(
                        "{'keytype':'CONFIG','subject':'j','magic':0}",
                        "{'subject':'j','normalize':true,'compatibilityGroup':'g','compatibilityLevel':'FULL',"
                                + "'newSetting':[1]}")
                .containsEntry("{'subject':'j','keytype':'CONFIG','magic':0}", null)
                .containsEntry("{'keytype':'ASSOC','subject':'j','magic':0}", "{'subject':'j'}");
    }
}

package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.record.SchemaJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Metadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Rule;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.RuleKind;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.RuleMode;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.RuleSet;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.junit.jupiter.api.Test;

/** Our identity of a schema beside the hashes of Confluent's own library. */
class GuidOracleTest {
    private static final String TEXT = "\"int\"";

    private static UUID theirs(List<SchemaReference> references, Metadata metadata, RuleSet rules) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        digest.update(TEXT.getBytes(StandardCharsets.UTF_8));
        references.forEach(each -> each.updateHash(digest));
        if (metadata != null) {
            metadata.updateHash(digest);
        }
        if (rules != null) {
            rules.updateHash(digest);
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static UUID ours(String json) throws Exception {
        JsonNode node = RestCaller.JSON.readTree(json.replace('\'', '"'));
        SchemaContent content = SchemaJson.readContent(node, TEXT);
        return content.guid();
    }

    @Test
    void agreesWithConfluentsLibrary() throws Exception {
        // Given
        Metadata metadata = new Metadata(
                Map.of("**.b", Set.of("PII", "A"), "**.a", Set.of("Z")), Map.of("z", "1", "a", "2"), Set.of("z", "a"));
        Rule migration = new Rule(
                "up", null, RuleKind.TRANSFORM, RuleMode.UPGRADE, "JSONATA", null, null, "$", null, null, false);
        Rule domain = new Rule(
                "check",
                "a doc",
                RuleKind.CONDITION,
                RuleMode.WRITE,
                "CEL",
                Set.of("PII", "A"),
                Map.of("q", "1", "b", "2"),
                "size(message.x) > 0",
                "NONE",
                "DLQ",
                true);
        Rule plain = new Rule("plain", null, null, null, "CEL", null, null, null, null, null, false);

        // Then
        assertThat(ours("{}")).isEqualTo(theirs(List.of(), null, null));
        assertThat(ours("{'references':[{'name':'n','subject':'s','version':3}]}"))
                .isEqualTo(theirs(List.of(new SchemaReference("n", "s", 3)), null, null));
        assertThat(ours("{'metadata':{'sensitive':['z','a'],'properties':{'z':'1','a':'2'},"
                        + "'tags':{'**.b':['PII','A'],'**.a':['Z']}},"
                        + "'ruleSet':{'domainRules':[{'name':'check','doc':'a doc','kind':'CONDITION','mode':'WRITE',"
                        + "'type':'CEL','tags':['PII','A'],'params':{'q':'1','b':'2'},'expr':'size(message.x) > 0',"
                        + "'onSuccess':'NONE','onFailure':'DLQ','disabled':true},{'name':'plain','type':'CEL'}],"
                        + "'migrationRules':[{'name':'up','mode':'UPGRADE','type':'JSONATA','expr':'$'}]}}"))
                .isEqualTo(theirs(List.of(), metadata, new RuleSet(List.of(migration), List.of(domain, plain))));
    }
}

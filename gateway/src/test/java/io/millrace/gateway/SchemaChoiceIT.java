package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.registry.serde.protobuf.ProtobufDeserializer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which schema of a subject, and which message of it, records are written by. */
class SchemaChoiceIT extends GatewaySuite {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORDER = "syntax = \"proto3\"; package shop; message Order { int64 order_id = 1;"
            + " message Line { int32 count = 1; } } message Other { string name = 1; }";

    private String cluster;

    SchemaChoiceIT() {
        super(BrokerKind.MILLRACE);
    }

    @BeforeAll
    void findCluster() {
        cluster = "/v3/clusters/"
                + http().get("/v3/clusters").json().at("/data/0/cluster_id").asText();
    }

    private Reply v3(String topic, String value) {
        return http().post(cluster + "/topics/" + topic + "/records", "application/json", "{\"value\":" + value + "}");
    }

    private int registered(String topic, String type, String text, String data) {
        String schema = JSON.getNodeFactory().textNode(text).toString();
        Reply reply = v3(topic, "{\"type\":\"" + type + "\",\"schema\":" + schema + ",\"data\":" + data + "}");
        assertThat(reply.json().path("error_code").asInt()).as(reply.text()).isEqualTo(200);
        return reply.json().at("/value/schema_id").asInt();
    }

    private Reply line(String topic, String query, String value) {
        return http().post(
                        "/topics/" + topic + "/records?" + query,
                        "application/x-ndjson",
                        "{\"value\":" + value + "}\n");
    }

    private List<String> messages(String topic, int count) {
        try (var deserializer = new ProtobufDeserializer<>()) {
            deserializer.configure(Map.of("schema.registry.url", kind().registryUrl()), false);
            return records(topic, 0, count).stream()
                    .map(each -> deserializer.deserialize(topic, each.value()))
                    .map(each -> each.getDescriptorForType().getFullName() + " "
                            + each.toString().trim())
                    .toList();
        }
    }

    @Test
    void linesAreWrittenByAVersionOfASubject() throws Exception {
        // Given
        String registeredBy = topic(1);
        int first = registered(registeredBy, "AVRO", "\"int\"", "1");
        registered(registeredBy, "AVRO", "\"long\"", "1");
        String topic = topic(1);
        String subject = "value_format=avro&value_subject=" + registeredBy + "-value";

        // When
        Reply latest = line(topic, subject, "3000000000");
        Reply old = line(topic, subject + "&value_schema_version=1", "3000000000");
        Reply own = line(registeredBy, "value_format=avro&value_schema_version=1", "3000000000");
        Reply checked = line(topic, subject + "&value_schema_id=" + first, "7");
        Reply none = line(topic, subject + "&value_schema_version=3", "7");
        Reply elsewhere = line(topic, "value_format=avro&value_subject=none-such", "7");

        // Then
        assertThat(latest.json().path("offset").asInt(-1)).as(latest.text()).isZero();
        assertThat(old.json().path("error_code").asInt()).as(old.text()).isEqualTo(42203);
        assertThat(own.json().path("error_code").asInt()).as(own.text()).isEqualTo(42203);
        assertThat(checked.json().path("offset").asInt(-1)).as(checked.text()).isEqualTo(1);
        assertThat(none.status()).as(none.text()).isEqualTo(422);
        assertThat(elsewhere.status()).as(elsewhere.text()).isEqualTo(422);
    }

    @Test
    void anotherMessageThanTheFirstIsWrittenWhereItIsNamed() throws Exception {
        String topic = topic(1);
        int id = registered(topic, "PROTOBUF", ORDER, "{\"orderId\":1}");

        Reply other = v3(topic, "{\"schema_id\":" + id + ",\"message_name\":\"shop.Other\",\"data\":{\"name\":\"x\"}}");
        Reply latest = v3(topic, "{\"message_name\":\"shop.Order.Line\",\"data\":{\"count\":2}}");
        Reply line = line(topic, "value_format=protobuf&value_message_name=shop.Order.Line", "{\"count\":3}");
        Reply first = line(topic, "value_format=protobuf", "{\"count\":3}");

        assertThat(other.json().path("error_code").asInt()).as(other.text()).isEqualTo(200);
        assertThat(other.json().at("/value/schema_id").asInt()).isEqualTo(id);
        assertThat(latest.json().path("error_code").asInt()).as(latest.text()).isEqualTo(200);
        assertThat(line.json().path("offset").asInt()).as(line.text()).isEqualTo(3);
        assertThat(first.json().path("error_code").asInt()).isEqualTo(42203);
        assertThat(messages(topic, 4))
                .containsExactly(
                        "shop.Order order_id: 1",
                        "shop.Other name: \"x\"",
                        "shop.Order.Line count: 2",
                        "shop.Order.Line count: 3");
    }

    @Test
    void theNamedMessageSaysTheSubjectOfItsRecords() throws Exception {
        String topic = topic(1);
        String schema = JSON.getNodeFactory().textNode(ORDER).toString();

        Reply reply = v3(
                topic,
                "{\"type\":\"PROTOBUF\",\"subject_name_strategy\":\"TOPIC_RECORD_NAME\",\"message_name\":\"shop.Other\","
                        + "\"schema\":" + schema + ",\"data\":{\"name\":\"y\"}}");

        assertThat(reply.json().at("/value/subject").asText()).as(reply.text()).isEqualTo(topic + "-shop.Other");
        assertThat(messages(topic, 1)).containsExactly("shop.Other name: \"y\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            value_format=avro&value_schema_id=1&value_schema_version=1 | 400 | value_schema_id and value_schema_version do not go
            value_format=avro&value_schema_version=0                   | 400 | value_schema_version is a number from 1
            value_format=avro&value_subject=                           | 400 | value_subject is empty
            value_subject=a                                            | 400 | leave value_subject out
            key_format=string&key_message_name=a                       | 400 | leave key_message_name out
            value_format=json&value_schema_id=1                        | 400 | leave value_schema_id out
            value_format=protobuf&value_message_name=shop.None         | 422 | declares no message shop.None
            key_format=avro&key_subject=SUBJECT&key_message_name=shop.Order | 400 | type AVRO has no messages
            """)
    void saysWhatIsWrongWithAQuery(String query, int status, String message) throws Exception {
        String topic = topic(1);
        registered(topic, "PROTOBUF", ORDER, "{}");

        Reply reply = line(topic, query.replace("SUBJECT", topic + "-value"), "{}");

        assertThat(reply.text()).contains(message);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(end(topic, 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"message_name":"shop.None","data":{}}                       | 42205 | declares no message shop.None
            {"type":"AVRO","schema":"{\\"type\\":\\"int\\"}","message_name":"a","data":1} | 400   | type AVRO has no messages
            {"type":"JSON","message_name":"a","data":1}                  | 400   | have no schema, so that message_name
            {"message_name":1,"data":{}}                                 | 400   | message_name is a string
            """)
    void saysWhatIsWrongWithAMessageThatIsNamed(String value, int code, String message) throws Exception {
        String topic = topic(1);
        registered(topic, "PROTOBUF", ORDER, "{}");

        Reply reply = v3(topic, value);

        assertThat(reply.json().path("message").asText()).contains(message);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(code);
    }
}

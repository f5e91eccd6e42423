package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedKeysTest {
    private static final String SERIALIZERS = "io.confluent.kafka.serializers.";

    private static KafkaAvroSerializer configured(String key, Object value, boolean isKey) {
        KafkaAvroSerializer serializer = new KafkaAvroSerializer();
        serializer.configure(Map.of("schema.registry.url", "http://127.0.0.1:1", key, value), isKey);
        return serializer;
    }

    @ParameterizedTest
    @CsvSource({
        "value.schema.id.serializer,schema.id.HeaderSchemaIdSerializer,leave it out",
        "context.name.strategy,context.TopicContextNameStrategy,schema.registry.url",
        "use.latest.with.metadata,application.major.version=2,use.schema.id"
    })
    void whatWouldChangeWhatGoesOutIsRefused(String key, String value, String advice) {
        assertThatThrownBy(() -> configured(key, SERIALIZERS + value, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(advice);
    }

    @ParameterizedTest
    @CsvSource({
        "value.schema.id.serializer,schema.id.PrefixSchemaIdSerializer,false",
        "value.schema.id.serializer,schema.id.HeaderSchemaIdSerializer,true",
        "context.name.strategy,context.NullContextNameStrategy,false"
    })
    void whatHappensAnywayIsTaken(String key, String value, boolean isKey) {
        assertThat(configured(key, SERIALIZERS + value, isKey)).isNotNull();
        assertThat(configured("use.latest.with.metadata", "", isKey)).isNotNull();
    }
}

package io.millrace.gateway.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.registry.serde.any.AnySchema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTextsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":2147483647}",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"Unknown\"}]}",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"double\",\"default\":\"x\"}]}",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"order\":\"up\"}]}",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"order\":1}]}"
            })
    void whatIsNoAvroSchemaIsTheClientsFault(String text) {
        assertThatThrownBy(() -> SchemaTexts.parse(AnySchema.Type.AVRO, text))
                .isInstanceOfSatisfying(HttpProblemException.class, problem -> assertThat(problem.code())
                        .isEqualTo(Schemas.INVALID_SCHEMA));
    }
}

package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.serde.any.AnySchema;
import java.util.HashSet;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroIdentityTest {
    private static final String TEXT = "{'type':'record','name':'n.R','doc':'of R','aliases':['n.Q'],'fields':["
            + "{'name':'a','type':['null',{'type':'enum','name':'E','doc':'of E','symbols':['A','B'],'default':'A'}],"
            + "'doc':'of a','aliases':['x','y']},"
            + "{'name':'b','type':{'type':'array','items':{'type':'map','values':"
            + "{'type':'fixed','name':'F','doc':'of F','aliases':['G'],'size':2}}}},"
            + "{'name':'c','type':{'type':'error','name':'D','fields':[{'name':'again','type':['null','R']}]}}]}";

    private static Schema schema(String text) {
        return new Schema.Parser().parse(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'doc':'of R',",
                ",'aliases':['n.Q']",
                "'doc':'of E',",
                ",'default':'A'",
                ",'doc':'of a'",
                ",'y'",
                "'doc':'of F',",
                "'aliases':['G'],"
            })
    void whatAvroPassesOverMakesAnotherSchema(String part) {
        Schema with = schema(TEXT);
        Schema without = schema(TEXT.replace(part, ""));

        assertThat(without).as("what Avro says").isEqualTo(with);
        assertThat(new AvroIdentity(without)).isNotEqualTo(new AvroIdentity(with));
        assertThat(new AnySchema.Avro(without)).isNotEqualTo(new AnySchema.Avro(with));
    }

    @Test
    void anErrorIsNoRecord() {
        Schema record = schema(TEXT.replace("'error'", "'record'"));
        assertThat(new AvroIdentity(record)).isNotEqualTo(new AvroIdentity(schema(TEXT)));
    }

    @Test
    void anotherSchemaOfTheSameTextIsTheSame() {
        assertThat(new AvroIdentity(schema(TEXT)))
                .isEqualTo(new AvroIdentity(schema(TEXT)))
                .hasSameHashCodeAs(new AvroIdentity(schema(TEXT)))
                .isNotEqualTo(new AvroIdentity(schema(TEXT.replace("'size':2", "'size':3"))));
        assertThat(new HashSet<>(List.of(
                        new AnySchema.Avro(schema(TEXT)), new AnySchema.Avro(schema(TEXT.replace("of a", ""))))))
                .hasSize(2)
                .contains(new AnySchema.Avro(schema(TEXT)));
    }
}

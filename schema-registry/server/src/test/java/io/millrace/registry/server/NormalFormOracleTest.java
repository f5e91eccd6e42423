package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.avro.AvroLimits;
import io.millrace.registry.model.avro.ParsedAvro;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our normal form beside that of Confluent's own library. */
class NormalFormOracleTest {
    private final AvroKind kind = new AvroKind(AvroLimits.standard());

    static Stream<String> schemas() {
        return Stream.of(
                        "'int'",
                        "{'type':'int'}",
                        "{'type':'string','b':1,'a':{'y':[{'d':1,'c':2}],'x':2}}",
                        "['null',{'type':'string','b':1,'a':1},'int']",
                        "{'type':'int','foo':1,'logicalType':'date'}",
                        "{'type':'int','logicalType':'unheard-of','a':1}",
                        "{'type':'string','b':1,'logicalType':'uuid','a':1}",
                        "{'type':'long','a':1,'logicalType':'timestamp-millis','precision':1}",
                        "{'type':'bytes','a':1,'scale':1,'logicalType':'decimal','precision':4}",
                        "{'type':'bytes','b':1,'logicalType':'decimal','a':2,'precision':4}",
                        "{'type':'bytes','precision':4,'a':1,'scale':0,'logicalType':'decimal'}",
                        "{'type':'bytes','precision':4,'a':1,'scale':9,'logicalType':'decimal'}",
                        "{'type':'fixed','size':8,'name':'D','a':1,'scale':1,'precision':4,'z':1,"
                                + "'logicalType':'decimal'}",
                        "{'type':'array','items':{'type':'int','b':1,'a':1},'z':1,'logicalType':'date','a':2}",
                        "{'type':'map','values':{'type':'long','b':1,'a':1},'z':1,'a':2}",
                        "{'type':'enum','name':'E','z':1,'a':1,'aliases':['Z','A'],'symbols':['B','A'],"
                                + "'default':'A','doc':''}",
                        "{'type':'record','name':'R','namespace':'n','aliases':['x.Z','B','n.A','m.C'],'fields':[],"
                                + "'Z':1,'a':{'c':{'z':1,'b':2}}}",
                        "{'type':'record','name':'n.R','doc':'','fields':["
                                + "{'name':'b','type':'int','doc':'','order':'ignore','zeta':1,'alpha':2},"
                                + "{'name':'a','type':['null','R'],'default':null,'aliases':['z','q']},"
                                + "{'name':'c','type':{'type':'record','name':'Q','fields':["
                                + "{'name':'y','type':'int'},{'name':'x','type':'double'}]},"
                                + "'default':{'y':1,'x':1e3}},"
                                + "{'name':'d','type':'Q','doc':'a doc'},"
                                + "{'name':'e','type':'bytes','default':'\\u00ff'},"
                                + "{'name':'f','type':{'type':'map','values':'int'},'default':{'q':1,'a':2}},"
                                + "{'name':'g','type':'long','logicalType':'timestamp-millis','b':2}]}")
                .map(text -> text.replace('\'', '"'));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void agreesWithConfluentsLibrary(String text) {
        // Given
        String theirs = new AvroSchema(text).normalize().canonicalString();

        // When
        String ours = normal(text, List.of());

        // Then
        assertThat(ours).isEqualTo(theirs);
        assertThat(normal(ours, List.of())).as("the normal form of itself").isEqualTo(ours);
    }

    @Test
    void agreesWithConfluentsLibraryAboutReferences() {
        // Given
        String part = "{\"type\":\"record\",\"name\":\"p.Part\",\"fields\":[]}";
        String whole = "{\"type\":\"record\",\"name\":\"p.Whole\",\"z\":1,\"a\":1,\"fields\":"
                + "[{\"name\":\"part\",\"type\":\"Part\",\"c\":1,\"b\":1}]}";
        AvroSchema theirs =
                new AvroSchema(whole, List.of(new SchemaReference("p.Part", "part", 1)), Map.of("p.Part", part), null);

        // Then
        assertThat(normal(whole, List.of(new Dependency("p.Part", part))))
                .isEqualTo(theirs.normalize().canonicalString())
                .contains("\"type\":\"Part\"");
    }

    private String normal(String text, List<Dependency> dependencies) {
        return read(new SchemaSource(read(new SchemaSource(text, dependencies)).normalText(), dependencies))
                .canonicalText();
    }

    private ParsedAvro read(SchemaSource source) {
        Decision<ParsedAvro> parsed = kind.parse(source, Strictness.LENIENT);
        return parsed.fold(value -> value, refused -> {
            throw new AssertionError(refused.message());
        });
    }
}

package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.registry.protobuf.link.BuiltInTexts;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInTest {
    static Stream<String> paths() {
        return BuiltInTexts.PATHS.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyBuiltInFileCanBeImported(String path) {
        // When
        FileDescriptor imported = Schemas.read("syntax = \"proto3\"; import \"" + path + "\"; message A {}")
                .descriptor()
                .getDependencies()
                .get(0);

        // Then
        assertThat(imported.getName()).isEqualTo(path);
        assertThat(imported.getPackage().replace('.', '/')).isEqualTo(path.substring(0, path.lastIndexOf('/')));
        assertThat(imported.getMessageTypes().size() + imported.getEnumTypes().size())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "any",
                "api",
                "descriptor",
                "duration",
                "empty",
                "field_mask",
                "source_context",
                "struct",
                "timestamp",
                "type",
                "wrappers"
            })
    void everyFileOfProtobufItselfCanBeImported(String name) {
        assertThat(Schemas.read("syntax = \"proto3\"; import \"google/protobuf/" + name + ".proto\"; message A {}")
                        .descriptor()
                        .getDependencies())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "confluent/meta.proto | confluent.Meta | doc=1 params=2 tags=3",
                "confluent/type/decimal.proto | confluent.type.Decimal | value=1 precision=2 scale=3",
                "confluent/type/variant.proto | confluent.type.Variant | metadata=1 value=2",
                "google/type/date.proto | google.type.Date | year=1 month=2 day=3",
                "google/type/timeofday.proto | google.type.TimeOfDay | hours=1 minutes=2 seconds=3 nanos=4",
                "google/type/money.proto | google.type.Money | currency_code=1 units=2 nanos=3",
                "google/type/latlng.proto | google.type.LatLng | latitude=1 longitude=2",
                "google/type/interval.proto | google.type.Interval | start_time=1 end_time=2"
            })
    void itsMessagesHaveTheFieldsThatClientsKnow(String path, String message, String fields) {
        // When
        FieldDescriptor field = Schemas.read(
                        "syntax = \"proto3\"; import \"" + path + "\"; message A { " + message + " a = 1; }")
                .descriptor()
                .getMessageTypes()
                .get(0)
                .getFields()
                .get(0);

        // Then
        assertThat(field.getMessageType().getFields().stream()
                        .map(each -> each.getName() + "=" + each.getNumber())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(fields);
    }
}

package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageIndexesTest {
    private static final String TEXT = """
            syntax = "proto2";
            package p;
            enum NotCounted { ZERO = 0; }
            message A {
              message First { message Deep {} }
              map<string, int32> entries = 9;
              enum NotCounted { ONE = 1; }
              message Second {}
              optional group Third = 2 { optional int32 x = 1; }
              map<string, int32> others = 1;
              message Last {}
            }
            message B { message A { message A {} } }
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p.A | 0",
                "p.A.First | 0 0",
                "p.A.First.Deep | 0 0 0",
                "p.A.Second | 0 1",
                "p.A.Last | 0 2",
                "p.B | 1",
                "p.B.A | 1 0",
                "p.B.A.A | 1 0 0"
            })
    void aMessageIsFoundByItsWayAndBack(String name, String way) {
        // Given
        MessageIndexes indexes = Schemas.read(TEXT).messageIndexes();
        List<Integer> expected = Stream.of(way.split(" ")).map(Integer::valueOf).toList();

        // Then
        assertThat(indexes.of(name)).contains(expected);
        assertThat(indexes.nameAt(expected)).contains(name);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        // Given
        MessageIndexes indexes = Schemas.read(TEXT).messageIndexes();

        // Then
        assertThat(indexes.of("p.C")).isEmpty();
        assertThat(indexes.of("A")).isEmpty();
        assertThat(indexes.of("p.A.NotCounted")).isEmpty();
        assertThat(indexes.of("p.A.EntriesEntry")).isEmpty();
        assertThat(indexes.of("p.A.Third")).isEmpty();
        assertThat(indexes.nameAt(List.of())).isEmpty();
        assertThat(indexes.nameAt(List.of(2))).isEmpty();
        assertThat(indexes.nameAt(List.of(-1))).isEmpty();
        assertThat(indexes.nameAt(List.of(0, 3))).isEmpty();
        assertThat(indexes.nameAt(List.of(1, 0, 0, 0))).isEmpty();
    }

    /** What a client registers that has a descriptor and no text, and what Confluent's registry makes of it. */
    @Test
    void entriesThatAreDeclaredCount() {
        // Given
        String declared = """
                syntax = "proto3";
                message A {
                  repeated EntriesEntry entries = 1;
                  message EntriesEntry {
                    option map_entry = true;
                    string key = 1;
                    int32 value = 2;
                  }
                  message Last {}
                }
                """;
        ParsedProtobuf written =
                Schemas.read("syntax = \"proto3\";" + " message A { map<string, int32> entries = 1; message Last {} }");

        // Then
        assertThat(written.messageIndexes().of("A.Last")).contains(List.of(0, 0));
        assertThat(written.messageIndexes().nameAt(List.of(0, 0))).contains("A.Last");
        for (String text : List.of(declared, written.serialized())) {
            MessageIndexes indexes = Schemas.read(text).messageIndexes();
            assertThat(indexes.of("A.Last")).contains(List.of(0, 1));
            assertThat(indexes.nameAt(List.of(0, 1))).contains("A.Last");
        }
    }

    /** The bodies that Confluent's clients send: descriptors, and on the JVM what becomes of them as texts. */
    @Test
    void entriesThatAreDeclaredCountInWhatIsStored() {
        // Given
        ParsedProtobuf written = Schemas.read("syntax = \"proto3\"; package p;"
                + " message A { map<string, int32> entries = 1; message Last { map<int32, A> more = 1; } }");
        ParsedProtobuf sent = Schemas.read(written.serialized());

        // When
        ParsedProtobuf stored = Schemas.read(sent.canonicalText());

        // Then
        assertThat(stored.messageIndexes().of("p.A.Last")).contains(List.of(0, 1));
        assertThat(stored.canonicalText()).isEqualTo(sent.canonicalText());
        assertThat(stored.serialized()).isEqualTo(written.serialized());
        assertThat(stored.normalText()).isEqualTo(written.normalText());
        assertThat(stored.earlierTexts()).containsExactly(sent.textOfMaps());
        assertThat(sent.canonicalText()).contains("repeated EntriesEntry entries = 1;", "option map_entry = true;");
        assertThat(Schemas.read(sent.canonicalText().replace("repeated EntriesEntry", "repeated .p.A.EntriesEntry"))
                        .canonicalText())
                .isEqualTo(sent.canonicalText());
    }

    /** Then the text is the one that clients have who declare maps. */
    @Test
    void entriesAreLeftToTheirFieldsWhereNoMessageStandsBehindThem() {
        ParsedProtobuf written = Schemas.read("syntax = \"proto3\";"
                + " message A { message First {} map<string, int32> entries = 1; } message B {}");
        ParsedProtobuf sent = Schemas.read(written.serialized());
        assertThat(sent.canonicalText()).contains("map<string, int32> entries = 1;");
        assertThat(sent.earlierTexts()).isEmpty();
        assertThat(sent.messageIndexes().of("A.First")).contains(List.of(0, 0));
    }

    /** The word alone, in a name or a comment, declares no entry. */
    @Test
    void theNameOfTheOptionDoesNotMakeEntriesCount() {
        String text = """
                syntax = "proto3";
                message A {
                  map<string, int32> entries = 1; // not the option map_entry = true;
                  message Last {
                    string site_map_entry = 1 [json_name = "option map_entry = true"];
                  }
                }
                """;
        assertThat(Schemas.read(text).messageIndexes().of("A.Last")).contains(List.of(0, 0));
        assertThat(Schemas.read(text).messageIndexes().nameAt(List.of(0, 0))).contains("A.Last");
    }

    @Test
    void storedAndNormalTextsKeepThePositionsOfMessagesThatAreDeclared() {
        // Given
        ParsedProtobuf parsed = Schemas.read(TEXT);
        MessageIndexes before = parsed.messageIndexes();
        MessageIndexes canonical = Schemas.read(parsed.canonicalText()).messageIndexes();
        MessageIndexes normal = Schemas.read(parsed.normalText()).messageIndexes();
        List<String> declared =
                List.of("p.A", "p.A.First", "p.A.First.Deep", "p.A.Second", "p.A.Last", "p.B", "p.B.A", "p.B.A.A");

        // Then
        assertThat(declared.stream().map(canonical::of).collect(Collectors.toList()))
                .isEqualTo(declared.stream().map(before::of).collect(Collectors.toList()));
        assertThat(declared.stream().map(normal::of).collect(Collectors.toList()))
                .isEqualTo(declared.stream().map(before::of).collect(Collectors.toList()));
    }
}

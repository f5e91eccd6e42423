package io.millrace.registry.model.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SubjectConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExportNamingTest {
    private static ExportNaming naming(ContextType type, String context, String format) {
        return ExportNaming.of(new Exporter("e", "1", type, context, List.of("*"), format, new TreeMap<>()), "K");
    }

    private static ExportNaming naming(ContextType type) {
        return naming(type, ".own", Exporter.SUBJECT);
    }

    private static SubjectSelection selection(String... written) {
        return SubjectSelection.of(List.of(written)).orElseThrow();
    }

    @Test
    void putsContextsWhereTheTypeSays() {
        assertThat(naming(ContextType.AUTO).subject("a")).isEqualTo(":.lsrc-K:a");
        assertThat(naming(ContextType.CUSTOM).subject("a")).isEqualTo(":.own:a");
        assertThat(naming(ContextType.CUSTOM).subject(":.c:a")).isEqualTo(":.own.c:a");
        assertThat(naming(ContextType.NONE).subject(":.c:a")).isEqualTo(":.c:a");
        assertThat(naming(ContextType.DEFAULT).subject(":.c:a")).isEqualTo("a");
        assertThat(naming(ContextType.NONE, "", "x-${subject}-y").subject(":.c:a"))
                .isEqualTo(":.c:x-a-y");
    }

    @Test
    void setsItsOwnContextToImportAndOtherwiseTheSubject() {
        assertThat(naming(ContextType.CUSTOM).importScope(":.own.c:a")).isEqualTo(":.own.c:");
        assertThat(naming(ContextType.NONE).importScope("a")).isEqualTo("a");
        assertThat(naming(ContextType.DEFAULT).importScope("a")).isEqualTo("a");
    }

    @Test
    void namesReferencesAndAliasesAnewAndLeavesThemAloneWhereNothingIsRenamed() {
        SchemaContent content = new SchemaContent(
                "AVRO",
                "{}",
                List.of(new SchemaReference("A", "a", 1), new SchemaReference("B", ":.d:b", 2)),
                Optional.empty(),
                Optional.empty());
        assertThat(naming(ContextType.CUSTOM, ".own", "x-${subject}")
                        .content(":.c:s", content)
                        .references())
                .containsExactly(new SchemaReference("A", "x-a", 1), new SchemaReference("B", ":.own.d:x-b", 2));
        assertThat(naming(ContextType.NONE).content(":.c:s", content)).isSameAs(content);
        SubjectConfig config = new SubjectConfig(Optional.empty(), Map.of("alias", "\"a\"", "normalize", "true"));
        assertThat(naming(ContextType.CUSTOM, ".own", "x-${subject}").config("s", config))
                .isEqualTo(new SubjectConfig(Optional.empty(), Map.of("alias", "\"x-a\"", "normalize", "true")));
    }

    @Test
    void wouldCopyItsOwnCopiesWhereItTakesFromItsOwnContext() {
        assertThat(naming(ContextType.NONE).loop(selection("*"))).isPresent();
        assertThat(naming(ContextType.NONE, "", "x-${subject}").loop(selection("a")))
                .isPresent();
        assertThat(naming(ContextType.CUSTOM).loop(selection("*"))).isEmpty();
        assertThat(naming(ContextType.CUSTOM).loop(selection("*", ".own"))).isPresent();
        assertThat(naming(ContextType.CUSTOM).loop(selection(":*:"))).isPresent();
        assertThat(naming(ContextType.DEFAULT).loop(selection(".c"))).isEmpty();
        assertThat(naming(ContextType.DEFAULT).loop(selection(".c", "a"))).isPresent();
    }
}

package io.millrace.registry.serde.json.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.serde.StoredSchema;
import io.millrace.registry.serde.json.JsonSchema;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    private static final Dependency OUTER = text("types.json", "'title':'outer','$ref':'base.json'");
    private static final Dependency INNER = text("v2/types.json", "'title':'inner','$ref':'base.json'");
    private static final Dependency OUTER_BASE = text("base.json", "'title':'outer base'");
    private static final Dependency INNER_BASE = text("v2/base.json", "'title':'inner base'");

    private static Dependency text(String name, String inside) {
        return new Dependency(name, ("{" + inside + "}").replace('\'', '"'));
    }

    private static References references(String root, Dependency... texts) {
        return new References(
                JsonSchema.of(new StoredSchema(root.replace('\'', '"'), List.of(), Arrays.asList(texts))));
    }

    private static String title(References references, String... way) {
        References.Place place = references.root();
        for (String reference : way) {
            place = references.find(place, reference);
        }
        return place.json().path("title").asText();
    }

    @Test
    void aReferenceMeansTheTextOfJustThatName() {
        for (String root : List.of("{}", "{'$id':'http://h/root.json'}")) {
            References references = references(root, OUTER, INNER, OUTER_BASE, INNER_BASE);
            assertThat(title(references, "v2/types.json")).isEqualTo("inner");
            assertThat(title(references, "types.json")).isEqualTo("outer");
            assertThat(title(references, "v2/types.json", "base.json")).isEqualTo("inner base");
            assertThat(title(references, "types.json", "base.json")).isEqualTo("outer base");
        }
        References reversed = references("{}", INNER_BASE, OUTER_BASE, INNER, OUTER);
        assertThat(title(reversed, "types.json", "base.json")).isEqualTo("outer base");
        assertThat(title(
                        references("{}", OUTER, text("t", "'$id':'http://h/types.json','title':'own'")),
                        "http://h/types.json"))
                .isEqualTo("own");
    }

    @Test
    void theEndOfANameDoesIfItIsThatOfOneOnly() {
        assertThat(title(references("{}", OUTER, INNER_BASE), "http://h/types.json"))
                .isEqualTo("outer");
        References two = references("{}", OUTER, text("a/types.json", "'title':'a'"));
        assertThatThrownBy(() -> two.find(two.root(), "http://h/a/types.json"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("http://h/a/types.json");
    }
}

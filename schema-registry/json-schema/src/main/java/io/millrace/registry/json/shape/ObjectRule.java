package io.millrace.registry.json.shape;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keywords of objects.
 *
 * @param properties by name, in the order of the text
 * @param patterns schemas by the regular expression that names match
 * @param rest what holds for all other properties: true if nothing was said
 * @param required names of properties that must be there
 * @param names what a property's name must fit
 * @param dependentRequired names that must be there if the key is
 * @param dependentSchemas what the object must fit if the key is there
 */
public record ObjectRule(
        Map<String, SchemaNode> properties,
        Map<String, SchemaNode> patterns,
        SchemaNode rest,
        Set<String> required,
        Span size,
        Optional<SchemaNode> names,
        Map<String, Set<String>> dependentRequired,
        Map<String, SchemaNode> dependentSchemas)
        implements Rule {
    @Override
    public String label() {
        return "object";
    }

    /** Whether a property that is not named may hold anything. */
    public boolean isOpen() {
        return patterns.isEmpty() && rest.isAnything();
    }

    /** Whether there are no properties but those that are named. */
    public boolean isClosed() {
        return patterns.isEmpty() && rest.isNothing();
    }
}

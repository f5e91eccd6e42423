package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.command.SchemaCandidate;
import io.millrace.registry.model.contract.Metadata;
import io.millrace.registry.model.contract.RuleSet;
import io.millrace.registry.model.record.SchemaJson;
import io.millrace.registry.model.schema.SchemaTags;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Schemas in the bodies of requests. */
final class SchemaBody {
    private SchemaBody() {}

    static SchemaCandidate candidate(Exchange exchange) {
        SchemaCandidate candidate = candidate(exchange.json(), exchange.flag("normalize"), exchange.flag("force"));
        exchange.judge()
                .requireReferences(exchange.subject(), candidate.content().references());
        return candidate;
    }

    static SchemaCandidate candidate(JsonNode body, boolean normalize, boolean force) {
        JsonNode text = body.path("schema");
        if (!text.isTextual() && !text.isMissingNode() && !text.isNull()) {
            throw new HttpProblemException(RegistryErrorCode.INVALID_SCHEMA, "The field schema must be a string");
        }
        requireContract(body, "metadata", "ruleSet");
        requireReferences(body.path("references"));
        return new SchemaCandidate(
                SchemaJson.readContent(body, text.isTextual() ? text.asText() : ""),
                number(body, "version"),
                number(body, "id"),
                normalize,
                TagBody.change(body, "schemaTagsToAdd", "schemaTagsToRemove"),
                flag(body, "propagateSchemaTags"),
                force);
    }

    /** A flag that may be left out. */
    private static boolean flag(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw new HttpProblemException(400, "The field " + name + " must be true or false, but is " + value);
        }
        return value.asBoolean(false);
    }

    /** Makes of a stored content the next version of it, which differs in tags, metadata and rules. */
    static Function<SchemaContent, SchemaCandidate> tagging(Exchange exchange) {
        JsonNode body = exchange.json();
        requireContract(body, "metadata", "ruleSet");
        requireContract(body, "metadata", "rulesToMerge");
        int newVersion = number(body, "newVersion");
        SchemaTags.Change tags = TagBody.change(body, "tagsToAdd", "tagsToRemove");
        return base -> tagged(body, base, newVersion, tags);
    }

    private static SchemaCandidate tagged(JsonNode body, SchemaContent base, int newVersion, SchemaTags.Change tags) {
        SchemaContent sent = SchemaJson.readContent(body, base.text());
        String rules = sent.ruleSet().or(base::ruleSet).orElse(RuleSet.NONE);
        if (body.hasNonNull("rulesToMerge")) {
            rules = RuleSet.merge(rules, RuleSet.canonical(body.get("rulesToMerge")));
        }
        Set<String> removed = new LinkedHashSet<>();
        body.path("rulesToRemove").forEach(name -> removed.add(name.asText()));
        String metadata = sent.metadata().or(base::metadata).orElse(Metadata.NONE);
        return new SchemaCandidate(
                base.withSentContract(Optional.of(metadata), Optional.of(RuleSet.without(rules, removed))),
                newVersion,
                0,
                false,
                tags);
    }

    static SchemaContent content(Exchange exchange) {
        return candidate(exchange).content();
    }

    /** A number that may be left out; a condition that cannot be read must not be taken for none. */
    static int number(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new HttpProblemException(400, "The field " + name + " must be a whole number, but is " + value);
        }
        return value.asInt();
    }

    /** Ends the request if metadata or rules are not such. */
    static void requireContract(JsonNode body, String metadataField, String ruleSetField) {
        if (body.hasNonNull(metadataField)) {
            Metadata.problem(body.get(metadataField)).ifPresent(problem -> {
                throw new HttpProblemException(400, "Invalid " + metadataField + ": " + problem);
            });
        }
        if (body.hasNonNull(ruleSetField)) {
            RuleSet.problem(body.get(ruleSetField)).ifPresent(problem -> {
                throw new HttpProblemException(
                        RegistryErrorCode.INVALID_RULE_SET, "Invalid " + ruleSetField + ": " + problem);
            });
        }
    }

    private static void requireReferences(JsonNode references) {
        if (!references.isMissingNode() && !references.isNull() && !references.isArray()) {
            throw new HttpProblemException(400, "The field references must be an array");
        }
        for (JsonNode each : references) {
            boolean named =
                    each.path("name").isTextual() && each.path("subject").isTextual();
            if (!named || (each.hasNonNull("version") && !each.path("version").canConvertToInt())) {
                throw new HttpProblemException(
                        RegistryErrorCode.INVALID_SCHEMA,
                        "Invalid schema: a reference needs a name, a subject and a version, but is " + each);
            }
        }
    }
}

package io.millrace.registry.model.exporter;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.SubjectName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the subjects of an exporter are in the destination. As Confluent documents it, {@code AUTO} and {@code CUSTOM} put
 * a context in front of the source's: {@code .c} becomes {@code .own.c}, and the default one {@code .own}.
 *
 * @param front the context that is put in front; empty if none is
 */
public record ExportNaming(ContextType type, String front, String subjectRenameFormat) {
    private static final String ALIAS = "alias";

    /** How an exporter of the registry with this Kafka cluster names things. */
    public static ExportNaming of(Exporter exporter, String clusterId) {
        return new ExportNaming(
                exporter.contextType(),
                exporter.contextType() == ContextType.AUTO ? automaticContext(clusterId) : exporter.context(),
                exporter.subjectRenameFormat());
    }

    /** The context of {@code AUTO}. Confluent's is made of the id of the registry's own cluster, which there is none of here. */
    public static String automaticContext(String clusterId) {
        return ".lsrc-" + clusterId;
    }

    /** The stored name, in the destination, of a subject by its stored name here. */
    public String subject(String qualified) {
        SubjectName own = SubjectName.parse(qualified);
        return new SubjectName(context(own.context()), subjectRenameFormat.replace(Exporter.SUBJECT, own.name()))
                .qualified();
    }

    String context(String own) {
        return switch (type) {
            case AUTO, CUSTOM -> front + (own.equals(SubjectName.DEFAULT_CONTEXT) ? "" : own);
            case NONE -> own;
            case DEFAULT -> SubjectName.DEFAULT_CONTEXT;
        };
    }

    /** What is set to mode IMPORT for a subject of the destination: a context of the exporter's own, or else the subject. */
    public String importScope(String destinationSubject) {
        return type.isOwnContext()
                ? SubjectName.scopeOf(SubjectName.contextOf(destinationSubject))
                : destinationSubject;
    }

    /** The content with its references as they are in the destination. */
    public SchemaContent content(String qualified, SchemaContent content) {
        String context = SubjectName.contextOf(qualified);
        List<SchemaReference> references = content.references().stream()
                .map(each -> new SchemaReference(each.name(), reference(context, each.subject()), each.version()))
                .toList();
        return content.withReferences(references);
    }

    /** A subject that another one names: without a context if it was named so, for contexts move together. */
    private String reference(String context, String written) {
        String moved = subject(SubjectName.parseIn(context, written).qualified());
        return written.startsWith(":.") ? moved : SubjectName.parse(moved).name();
    }

    /** The settings of a subject, with its alias as it is in the destination. */
    public SubjectConfig config(String qualified, SubjectConfig config) {
        Optional<String> alias = config.text(ALIAS);
        if (alias.isEmpty()) {
            return config;
        }
        Map<String, String> others = new TreeMap<>(config.others());
        String moved = reference(SubjectName.contextOf(qualified), alias.get());
        others.put(ALIAS, "\"" + moved.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        return new SubjectConfig(config.compatibilityLevel(), others);
    }

    /**
     * What is wrong with exporting this selection into the very registry that it is from; empty if nothing is. It would
     * export its own copies again, without end.
     */
    public Optional<String> loop(SubjectSelection selection) {
        if (selection.isEverywhere()) {
            return Optional.of(
                    "the destination is this registry itself, and subjects are taken from all contexts, so also"
                            + " from the one they are copied to; name the contexts that are to be copied");
        }
        return selection.contexts().stream()
                .filter(each -> selection.contexts().contains(context(each)))
                .findFirst()
                .map(each -> "the destination is this registry itself, and subjects of context " + each
                        + " would be copied into context " + context(each)
                        + ", from which subjects are taken; choose another context");
    }
}

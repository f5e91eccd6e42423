package io.millrace.registry.serde.protobuf;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.protobuf.link.Linker;
import io.millrace.registry.serde.RecentMap;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.StoredSchema;
import io.millrace.registry.serde.StoredSchema.Reference;
import io.millrace.registry.serde.SubjectIds;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The schemas of messages' files. The files that a file imports are registered before it, each under a subject that its path
 * makes, unless every registry knows them; or they are looked up, where nothing is registered. Any thread.
 */
public final class FileSchemas {
    private static final int FILES_MAX = 1000;

    private final RegistryClient<ProtobufSchema> client;
    private final SubjectIds<ProtobufSchema> ids;
    private final ReferenceSubjectNameStrategy strategy;
    private final RecentMap<FileDescriptor, ProtobufSchema> known = new RecentMap<>(FILES_MAX);

    /** Of files whose imports, if every registry does not know them, are registered under their paths. */
    public FileSchemas(RegistryClient<ProtobufSchema> client, SubjectIds<ProtobufSchema> ids) {
        this(client, ids, ReferenceSubjectNameStrategy.PATH);
    }

    FileSchemas(
            RegistryClient<ProtobufSchema> client,
            SubjectIds<ProtobufSchema> ids,
            ReferenceSubjectNameStrategy strategy) {
        this.client = client;
        this.ids = ids;
        this.strategy = strategy;
    }

    /** The schema of a file, whose references are registered, or found. */
    public ProtobufSchema of(FileDescriptor file) {
        return known.get(file, this::read);
    }

    private ProtobufSchema read(FileDescriptor file) {
        List<Reference> references = new ArrayList<>();
        Map<String, String> texts = new LinkedHashMap<>();
        for (FileDescriptor imported : file.getDependencies()) {
            String path = imported.getName();
            if (Linker.isBuiltIn(path)) {
                continue;
            }
            ProtobufSchema schema = of(imported);
            schema.stored().dependencies().forEach(each -> texts.putIfAbsent(each.name(), each.text()));
            texts.putIfAbsent(path, schema.stored().text());
            String subject = strategy.subject(path);
            references.add(new Reference(path, subject, version(subject, schema)));
        }
        List<Dependency> dependencies = texts.entrySet().stream()
                .map(each -> new Dependency(each.getKey(), each.getValue()))
                .toList();
        return ProtobufSchema.of(new StoredSchema(text(file, dependencies), references, dependencies));
    }

    private int version(String subject, ProtobufSchema schema) {
        if (ids.registers()) {
            client.register(subject, schema, ids.normalizes());
        } else if (ids.takesTheRegistrys()) {
            return client.latest(subject).version();
        }
        return client.version(subject, schema, ids.normalizes());
    }

    private static String text(FileDescriptor file, List<Dependency> dependencies) {
        String descriptor = Base64.getEncoder().encodeToString(file.toProto().toByteArray());
        return ProtobufSchema.KIND
                .parse(new SchemaSource(descriptor, dependencies), Strictness.LENIENT)
                .fold(parsed -> parsed.textOfMaps(), refused -> {
                    throw new SerializationException(
                            "the file " + file.getName() + " of the message: " + refused.message());
                });
    }
}

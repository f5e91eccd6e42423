package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.acl.AclFields;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;
import org.apache.kafka.common.acl.AclBinding;

/** The ACLs that each filter of {@link DeleteAcls} has removed, in the order asked for. */
public record AclsDeleted(List<List<AclBinding>> byFilter) implements CommandResponse {

    public AclsDeleted {
        byFilter = byFilter.stream().map(List::copyOf).toList();
    }

    @Override
    public ResponseType type() {
        return ResponseType.ACLS_DELETED;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(byFilter, (fields, deleted) -> fields.writeList(deleted, AclFields::write));
    }

    static AclsDeleted read(FieldReader reader) {
        return new AclsDeleted(reader.readList(deleted -> deleted.readList(AclFields::read)));
    }
}

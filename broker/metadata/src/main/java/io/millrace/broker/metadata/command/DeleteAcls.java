package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.acl.AclFields;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;
import org.apache.kafka.common.acl.AclBindingFilter;

/** Remove all ACLs that some filter matches when the command is decided. */
public record DeleteAcls(List<AclBindingFilter> filters) implements MetadataCommand {

    public DeleteAcls {
        filters = List.copyOf(filters);
    }

    @Override
    public CommandType type() {
        return CommandType.DELETE_ACLS;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(filters, AclFields::writeFilter);
    }

    static DeleteAcls read(FieldReader reader) {
        return new DeleteAcls(reader.readList(AclFields::readFilter));
    }
}

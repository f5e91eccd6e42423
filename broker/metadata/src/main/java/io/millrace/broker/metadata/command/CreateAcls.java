package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.acl.AclFields;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;
import org.apache.kafka.common.acl.AclBinding;

/** Add ACLs; each succeeds or fails alone, and one that is there already succeeds. */
public record CreateAcls(List<AclBinding> bindings) implements MetadataCommand {

    public CreateAcls {
        bindings = List.copyOf(bindings);
    }

    @Override
    public CommandType type() {
        return CommandType.CREATE_ACLS;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(bindings, AclFields::write);
    }

    static CreateAcls read(FieldReader reader) {
        return new CreateAcls(reader.readList(AclFields::read));
    }
}

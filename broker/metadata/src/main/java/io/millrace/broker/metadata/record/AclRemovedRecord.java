package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.acl.AclFields;
import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import org.apache.kafka.common.acl.AclBinding;

/** An ACL holds no more. */
public record AclRemovedRecord(AclBinding binding) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.ACL_REMOVED;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.removeAcl(binding);
    }

    @Override
    public void write(FieldWriter writer) {
        AclFields.write(writer, binding);
    }

    static AclRemovedRecord read(FieldReader reader) {
        return new AclRemovedRecord(AclFields.read(reader));
    }
}

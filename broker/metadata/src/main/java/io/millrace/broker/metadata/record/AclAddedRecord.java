package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.acl.AclFields;
import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import org.apache.kafka.common.acl.AclBinding;

/** An ACL holds from now on. */
public record AclAddedRecord(AclBinding binding) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.ACL_ADDED;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.addAcl(binding);
    }

    @Override
    public void write(FieldWriter writer) {
        AclFields.write(writer, binding);
    }

    static AclAddedRecord read(FieldReader reader) {
        return new AclAddedRecord(AclFields.read(reader));
    }
}

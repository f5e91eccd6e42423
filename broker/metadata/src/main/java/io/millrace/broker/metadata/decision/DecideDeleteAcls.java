package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.AclsDeleted;
import io.millrace.broker.metadata.command.DeleteAcls;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.record.AclRemovedRecord;
import io.millrace.broker.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/** Removes what the filters match. An ACL that several of them match is told by each and removed once. */
final class DecideDeleteAcls {
    private DecideDeleteAcls() {}

    static Decision decide(MetadataImage image, DeleteAcls command) {
        List<MetadataRecord> records = new ArrayList<>();
        List<List<AclBinding>> byFilter = new ArrayList<>();
        Set<AclBinding> removed = new HashSet<>();
        for (AclBindingFilter filter : command.filters()) {
            List<AclBinding> matching =
                    image.acls().bindings().stream().filter(filter::matches).toList();
            byFilter.add(matching);
            for (AclBinding binding : matching) {
                if (removed.add(binding)) {
                    records.add(new AclRemovedRecord(binding));
                }
            }
        }
        return new Decision(records, new AclsDeleted(byFilter));
    }
}

package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.AclsCreated;
import io.millrace.broker.metadata.command.CreateAcls;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.record.AclAddedRecord;
import io.millrace.broker.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** Adds the ACLs that make sense and are not there yet. */
final class DecideCreateAcls {
    /** All nodes must refuse alike, so it is constant per metadata version. */
    private static final int MAX_ACLS = 200_000;

    private DecideCreateAcls() {}

    static Decision decide(MetadataImage image, CreateAcls command) {
        List<MetadataRecord> records = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        Set<AclBinding> added = new HashSet<>();
        int known = image.acls().bindings().size();
        for (AclBinding binding : command.bindings()) {
            Optional<String> complaint = complaint(binding);
            if (complaint.isPresent()) {
                outcomes.add(Outcome.refused(Errors.INVALID_REQUEST, complaint.get()));
                continue;
            }
            if (!image.acls().bindings().contains(binding) && !added.contains(binding)) {
                if (known + added.size() >= MAX_ACLS) {
                    outcomes.add(Outcome.refused(
                            Errors.POLICY_VIOLATION,
                            "The cluster has its " + MAX_ACLS + " ACLs; delete some, or use prefixes."));
                    continue;
                }
                added.add(binding);
                records.add(new AclAddedRecord(binding));
            }
            outcomes.add(Outcome.DONE);
        }
        return new Decision(records, new AclsCreated(outcomes));
    }

    private static Optional<String> complaint(AclBinding binding) {
        ResourceType type = binding.pattern().resourceType();
        String name = binding.pattern().name();
        if (type == ResourceType.CLUSTER && !name.equals(Resource.CLUSTER_NAME)) {
            return Optional.of("The only valid name for the CLUSTER resource is " + Resource.CLUSTER_NAME);
        }
        if (name.isEmpty()) {
            return Optional.of("Invalid empty resource name");
        }
        PatternType patternType = binding.pattern().patternType();
        if (patternType != PatternType.LITERAL && patternType != PatternType.PREFIXED) {
            return Optional.of("Invalid patternType " + patternType);
        }
        try {
            SecurityUtils.parseKafkaPrincipal(binding.entry().principal());
            return Optional.empty();
        } catch (IllegalArgumentException noPrincipal) {
            return Optional.of(noPrincipal.getMessage());
        }
    }
}

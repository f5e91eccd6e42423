package io.millrace.acls;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** Judges whether somebody may do something. Any thread; does not wait. */
@FunctionalInterface
public interface Permissions {
    /** Everybody may do everything. */
    Permissions ALL = (caller, host, operation, type, name) -> Verdict.ALLOWED;

    /** How a question ends. */
    enum Verdict {
        ALLOWED,
        DENIED,
        /** What the cluster says is not known, or has been unknown for too long. */
        UNKNOWN
    }

    /**
     * @param caller the name of a user, without {@code User:}
     * @param host the text of the address that he comes from
     */
    Verdict judge(String caller, String host, AclOperation operation, ResourceType type, String name);

    /** Whether it is allowed for sure, for what only sorts a list. */
    default boolean allow(String caller, String host, AclOperation operation, ResourceType type, String name) {
        return judge(caller, host, operation, type, name) == Verdict.ALLOWED;
    }
}

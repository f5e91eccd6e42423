package io.millrace.broker.metadata.acl;

import org.apache.kafka.common.acl.AclOperation;

/**
 * What the ACLs say about one principal on one host and one resource.
 *
 * @param allowed a bit for the code of each operation that some ACL allows
 * @param denied a bit for the code of each operation that some ACL denies
 * @param aclsFound whether any ACL is about the resource, be it for others
 */
public record Rights(int allowed, int denied, boolean aclsFound) {
    public static final Rights NONE = new Rights(0, 0, false);

    /** How the question for one operation ends. */
    public enum Verdict {
        ALLOWED,
        DENIED,
        /** ACLs are there, but none of them is about this. */
        NOT_ALLOWED,
        /** No ACL is about the resource. */
        NO_ACLS
    }

    /** A denial wins over any permission. Permissions imply others, denials do not. */
    public Verdict verdict(AclOperation operation) {
        if ((denied & (bit(operation) | bit(AclOperation.ALL))) != 0) {
            return Verdict.DENIED;
        }
        if ((allowed & sufficient(operation)) != 0) {
            return Verdict.ALLOWED;
        }
        return aclsFound ? Verdict.NOT_ALLOWED : Verdict.NO_ACLS;
    }

    static int bit(AclOperation operation) {
        return 1 << operation.code();
    }

    /** Whoever may read, write, delete or alter a thing may see it, and whoever may alter its configs may see them. */
    private static int sufficient(AclOperation operation) {
        int itself = bit(operation) | bit(AclOperation.ALL);
        return switch (operation) {
            case DESCRIBE ->
                itself
                        | bit(AclOperation.READ)
                        | bit(AclOperation.WRITE)
                        | bit(AclOperation.DELETE)
                        | bit(AclOperation.ALTER);
            case DESCRIBE_CONFIGS -> itself | bit(AclOperation.ALTER_CONFIGS);
            default -> itself;
        };
    }
}

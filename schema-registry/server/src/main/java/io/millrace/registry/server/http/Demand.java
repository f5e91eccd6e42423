package io.millrace.registry.server.http;

import org.apache.kafka.common.acl.AclOperation;

/**
 * What a route asks of its caller before its handler runs.
 *
 * @param about the resource that the right is to
 * @param operation null where nothing is asked
 */
record Demand(About about, AclOperation operation) {
    /** Whoever is let in may ask; handlers show only what may be read. */
    static final Demand NOTHING = new Demand(About.NOTHING, null);
    /** Whoever changes associations needs rights to each of their topics and subjects. */
    static final Demand ASSOCIATIONS = new Demand(About.ASSOCIATIONS, null);

    /** To what a right is. */
    enum About {
        NOTHING,
        /** The topic of the subject in the path, or of the one that it is an alias of. */
        SUBJECT,
        /** The topic of the very subject in the path; the cluster where the path names none, or a whole context. */
        SCOPE,
        /** The topics and subjects that the body, or the id in the path, names; its handler judges the subjects. */
        ASSOCIATIONS,
        /** The topic of the subject in the body; what the body does not say well is left to its handler. */
        BODY_SUBJECT,
        CLUSTER
    }

    static Demand subject(AclOperation operation) {
        return new Demand(About.SUBJECT, operation);
    }

    static Demand scope(AclOperation operation) {
        return new Demand(About.SCOPE, operation);
    }

    static Demand bodySubject(AclOperation operation) {
        return new Demand(About.BODY_SUBJECT, operation);
    }

    static Demand cluster(AclOperation operation) {
        return new Demand(About.CLUSTER, operation);
    }
}

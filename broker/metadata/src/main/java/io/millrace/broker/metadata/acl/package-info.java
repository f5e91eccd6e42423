/**
 * Access control lists: who may do what to which resource, indexed so that a question costs a few hash lookups however
 * many ACLs there are. The words and rules are Kafka's.
 *
 * <p>Floor: broker, pure. Thread: values, to be read by all.
 */
package io.millrace.broker.metadata.acl;

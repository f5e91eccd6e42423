/**
 * Exactly once: which files of a topic partition count, and who may add to them.
 *
 * <p>Each partition has a chain of small manifests, numbered without gaps. A manifest says which finished files belong
 * to the topic and at which offset the next one begins; publishing it under the next number is the commit, and because
 * a name is never replaced, only one owner can take a number. A new owner first takes a number with an empty manifest:
 * from then on every commit of its predecessor fails. Renames to the final names follow the commit and are repeated by
 * whoever adopts the partition next, until a last one, of the commit's seal, says that all are done: from then on the
 * files belong to their readers, who may move or delete them. A link is only appended when everything before it is
 * published, so an owner may remove the unfinished files of all owners with lower numbers, and of none with higher ones.
 *
 * <p>Floor: connectors/hdfs, above {@code store}. Thread: the task's.
 */
package io.millrace.connectors.hdfs.commit;

/**
 * Reading as a member of a group without an instance: what a client needs to go on is in a token, and any gateway can take its
 * member's place.
 *
 * <p>Floor: above {@code consume}. Thread: a consumer's steps run one at a time on the threads of {@code consume}; records
 * are decoded on the blocking executor.
 */
package io.millrace.gateway.groups;

/**
 * Classic consumer groups: join, sync, heartbeat, leave, one class per operation. An operation works on a copy of the
 * group; the copy takes the group's place when the decision is accepted.
 *
 * <pre>
 *   Empty ---join---> PreparingRebalance ---all joined or time is up---> CompletingRebalance ---leader syncs---> Stable
 *     ^                  |      ^   ^                                          |                                  |
 *     '--nobody joined---'      |   '---- join, leave, member lost ------------'                                  |
 *                               '-------- join with a change, leave, member lost ---------------------------------'
 * </pre>
 *
 * <p>Floor: broker, pure. Thread: that of the shard.
 */
package io.millrace.broker.coordinator.classic;

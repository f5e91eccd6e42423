/**
 * Consumers of REST Proxy v2: each an instance that one gateway holds, and that all requests of its client must reach.
 *
 * <p>Floor: above {@code consume}. Thread: a consumer's steps run one at a time on the threads of {@code consume}; records
 * are decoded on the blocking executor.
 */
package io.millrace.gateway.instances;

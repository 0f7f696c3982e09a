/**
 * Proofs that nothing acknowledged is lost: the service as a process of its own, killed and starved under load, and
 * judged by what its peers were told, what its journal holds and what its relay received.
 */
package io.barium.faults;

/**
 * Who uses which GPU: the kubelet's pod-resources service says which container was given which device ({@link
 * io.dunlin.gpu.pod.PodResources}), and a process's control group says which container it runs in ({@link
 * io.dunlin.gpu.pod.ProcessOwners}). Imports Netty and protobuf's wire format reader and nothing of the project.
 */
package io.dunlin.gpu.pod;

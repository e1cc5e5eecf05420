import { Module } from '@nestjs/common';
import { FlowCookie } from './flow-cookie.js';
import { FlowRepository } from './flow.repository.js';
import { FlowParts, FlowService } from './flow.service.js';
import { ProviderClient } from './provider-client.js';
import { ReturnAddresses } from './return-addresses.js';

@Module({
  providers: [FlowRepository, FlowCookie, ReturnAddresses, ProviderClient, FlowParts, FlowService],
  exports: [FlowService],
})
export class ProviderModule {}

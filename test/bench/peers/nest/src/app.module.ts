import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JwtStrategy } from './jwt.strategy.js';
import { Label, Permission, Project, ProjectMember, Role, Task, User } from './entities.js';
import { TasksController } from './tasks.controller.js';
import { TasksService } from './tasks.service.js';

const entities = [Label, Permission, Project, ProjectMember, Role, Task, User];

@Module({
  imports: [
    PassportModule,
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env.DATABASE_URL,
      entities,
      synchronize: false,
      parseInt8: true,
      extra: { max: 10 },
    }),
    TypeOrmModule.forFeature(entities),
  ],
  controllers: [TasksController],
  providers: [JwtStrategy, TasksService],
})
export class AppModule {}

import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';
import type { Priority, Status } from './entities.js';

const STATUSES = ['todo', 'in_progress', 'done'];

export class ListTasksDto {
  @IsOptional()
  @IsIn(STATUSES)
  status?: Status;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  cursor = 0;
}

export class CreateTaskDto {
  @IsString()
  @Length(1, 200)
  title!: string;

  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  description?: string;

  @IsOptional()
  @IsIn(['low', 'medium', 'high'])
  priority?: Priority;
}

export class UpdateTaskDto {
  @IsIn(STATUSES)
  status!: Status;
}
